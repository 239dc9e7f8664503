import type { FactSource } from '../app/fact-source.ts';
import type { Log } from '../app/ports.ts';
import type { Settings } from '../config/settings.ts';
import { factsSource } from '../outbound/facts-source.ts';
import { httpClient } from '../outbound/http-client.ts';
import { webhookSigner } from '../outbound/webhook-signing.ts';
import { systemClock } from '../system/clock.ts';
import { systemEntropy } from '../system/entropy.ts';

const TIMEOUT_MILLISECONDS = 5000;

/** What the settings name as the system that knows the clients; null where they name none. @param opened closes its client. */
export function openFactSource(
  { factSource, lists }: Pick<Settings, 'factSource' | 'lists'>,
  log: Log,
  opened: AsyncDisposableStack,
): FactSource | null {
  if (factSource === null) return null;
  const url = new URL(factSource.url);
  const sign = webhookSigner(factSource.secret);
  if (sign === null) throw new RangeError('the settings were read with another form of secret');
  const http = httpClient({
    clock: systemClock,
    allowedHosts: factSource.allowPrivate ? [url.hostname] : [],
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  });
  opened.defer(() => http.close());
  return factsSource({ url, sign, http, clock: systemClock, entropy: systemEntropy(), log, lists });
}
