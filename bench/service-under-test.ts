import { join } from 'node:path';
import type { Channel } from '../src/app/channel.ts';
import { createKey } from '../src/app/manage-keys.ts';
import type { Log } from '../src/app/ports.ts';
import type { Store } from '../src/app/store-ports.ts';
import type { Target } from '../src/cli/loadtest/target.ts';
import { startService } from '../src/cli/start-service.ts';
import { DEFAULT_POLICY } from '../src/domain/policy/policy.ts';
import { channelId } from '../src/kernel/ids.ts';
import { chatfuelConnector } from '../src/outbound/chatfuel.ts';
import { httpClient } from '../src/outbound/http-client.ts';
import { openSqliteStore } from '../src/store/sqlite/store.ts';
import { checkpointFile } from '../src/system/checkpoint-file.ts';
import { systemClock } from '../src/system/clock.ts';
import { systemEntropy } from '../src/system/entropy.ts';
import { localNotices } from '../src/system/notices.ts';
import type { Pair } from './harness/context.ts';

export const DATABASE_NAME = 'countersign.db';
/** Where `countersign serve` looks for it beside that database. */
const CHECKPOINT_NAME = 'countersign.checkpoint';

export type ServiceParts = {
  /** Where the database is, or comes to be. */
  readonly folder: string;
  readonly tls: Pair;
  /** Where the stand-in for Chatfuel is. */
  readonly platformUrl: string;
  readonly log: Log;
  /** Bots with a key each, and what each key may ask for in a minute; absent: one bot, and no such limit. */
  readonly bots?: Bots;
};

export type Bots = { readonly count: number; readonly budgetPerMinute: number };

export type Running = Target & {
  /** Of the bots, one each. */
  readonly botKeys: readonly string[];
  close(): Promise<void>;
};

const API_KEY = 'csk_benchmark';

/** 32 bytes. */
export const SECRET_KEY = new Uint8Array(32).fill(7);

/**
 * The whole service with nothing off: TLS on both sides, the embedded store with full sync, the audit log, deliveries.
 * Chatfuel's own limit of 25 a second is lifted, and links live long enough to be answered after a pause.
 * @param around what stands between the service and its store.
 */
export async function runService(
  { folder, tls, platformUrl, log, bots = { count: 0, budgetPerMinute: 0 } }: ServiceParts,
  around: (store: Store) => Store = (store) => store,
): Promise<Running> {
  const http = httpClient({ clock: systemClock, allowedHosts: [new URL(platformUrl).hostname] });
  const connector = {
    ...chatfuelConnector({ apiUrl: platformUrl, botId: 'benchmark', token: 'benchmark' }, http),
    requestsPerSecond: null,
  };
  const channel: Channel = {
    id: channelId('default'),
    displayName: 'Benchmark Bank',
    connector: connector.name,
    tells: connector.events,
    sendsLink: connector.sendsLink,
    callbackOrigins: null,
    returnUrl: 'https://wa.me/15550100',
    returnMode: 'auto',
    policy: DEFAULT_POLICY,
    oneLiveLink: true,
  };
  const checkpoint = join(folder, CHECKPOINT_NAME);
  const store = await openSqliteStore({ path: join(folder, DATABASE_NAME), serving: true });
  const entropy = systemEntropy();
  const running = await startService({
    host: '127.0.0.1',
    apiPort: 0,
    webPort: 0,
    publicUrl: null,
    tls,
    trustedProxies: [],
    secretKey: SECRET_KEY,
    apiKey: API_KEY,
    securityContact: null,
    limits: { perKey: bots.count === 0 ? null : bots.budgetPerMinute, perAddress: null, dryRun: false },
    geoipFile: null,
    channels: [{ channel, connector }],
    policies: [DEFAULT_POLICY],
    checkpointPlace: {
      checkpoint: checkpointFile(checkpoint),
      path: checkpoint,
      isOneOfSeveral: false,
    },
    store: around(store),
    clock: systemClock,
    entropy,
    notices: localNotices(),
    log,
  });
  const ring = { keys: store.keys, clock: systemClock, entropy, build: 'benchmark' };
  const botKeys: string[] = [];
  for (let nth = 1; nth <= bots.count; nth++) {
    const made = await createKey(ring, { scope: 'bot', channel: channel.id, name: `bot ${nth}` });
    botKeys.push(made.key);
  }
  return {
    botKeys,
    apiOrigin: running.apiUrl,
    // By address: no name is looked up for a connection.
    webOrigin: running.webUrl.replace('localhost', '127.0.0.1'),
    apiKey: API_KEY,
    close: async () => {
      await running.close();
      await http.close();
    },
  };
}
