import type { TestContext } from 'node:test';
import type { Connector, DeliveryMessage } from '../../src/app/ports.ts';
import type { SendOutcome } from '../../src/domain/delivery/delivery.ts';
import type { ConnectorKind } from '../../src/outbound/connector-kind.ts';
import { httpClient } from '../../src/outbound/http-client.ts';
import type { StandInServer } from '../../src/standins/stand-in-server.ts';
import { fakeClock } from '../fakes/clock.ts';
import { deliveryMessage } from '../fakes/delivery-message.ts';

const NEVER = new AbortController().signal;

/** A connector to a stand-in, for one test; both are closed with it. */
export function connected(
  context: TestContext,
  platform: StandInServer,
  kind: ConnectorKind,
  settings: object,
): { readonly connector: Connector; send(about?: Partial<DeliveryMessage>): Promise<SendOutcome> } {
  const clock = fakeClock();
  const http = httpClient({ clock, allowedHosts: ['127.0.0.1'] });
  context.after(async () => {
    await http.close();
    await platform.close();
  });
  const connector = kind.connect(settings, http, clock);
  return { connector, send: (about = {}) => connector.send(deliveryMessage(about), NEVER) };
}

/** What a stand-in was sent last, as JSON. */
export function lastBody(platform: StandInServer): unknown {
  const body = platform.calls.at(-1)?.body ?? '';
  return JSON.parse(body);
}
