import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { startService } from '../../src/cli/start-service.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy/policy.ts';
import { instant } from '../../src/kernel/instant.ts';
import type { Resolve } from '../../src/outbound/address-guard.ts';
import { chatfuelConnector } from '../../src/outbound/chatfuel.ts';
import { httpClient } from '../../src/outbound/http-client.ts';
import { startChatfuelStandIn } from '../../src/standins/chatfuel.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { systemEntropy } from '../../src/system/entropy.ts';
import { localNotices } from '../../src/system/notices.ts';
import { recordingLog } from '../fakes/log.ts';
import { CHANNEL, eventually } from '../flaws/running-service.ts';
import { type Fate, flakyStore } from './flaky-store.ts';
import { Oracle } from './oracle.ts';
import { chatfuelWords, OutsideOfChatfuel } from './outside.ts';

const KEY = 'csk_for-the-fault-tests';
const BOT = { botId: 'bot-1', token: 'token-1' };
const HOUR = 60 * 60 * 1000;
const LOOKS_A_SECOND = 50;

type WorldOptions = {
  readonly platformName?: string;
  /** Milliseconds that the platform may take for an answer. */
  readonly patience?: number;
  /** The system's resolver where none is given; only written-out loopback addresses are allowed. */
  readonly resolve?: Resolve;
};

export type WholeService = Awaited<ReturnType<typeof wholeService>>;

/**
 * A whole service behind its ports, with a database, a clock and a platform that can fail; and the oracle beside it, which
 * sees the database as it is.
 */
export async function wholeService(
  context: TestContext,
  { platformName = '127.0.0.1', patience = 15_000, resolve }: WorldOptions = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-faults-'));
  const chatfuel = await startChatfuelStandIn({ ...BOT, requestsPerSecond: null });
  const outside = new OutsideOfChatfuel(chatfuel);
  const ahead = { milliseconds: 0 };
  const clock = { now: () => instant(Date.now() + ahead.milliseconds) };
  const http = httpClient({
    clock,
    allowedHosts: ['127.0.0.1'],
    timeoutMilliseconds: patience,
    ...(resolve === undefined ? {} : { resolve }),
  });
  const apiUrl = chatfuel.url.replace('127.0.0.1', platformName);
  const store = await openSqliteStore({ path: join(folder, 'countersign.db'), serving: true });
  const faults = { fate: (_operation: string): Fate => 'done' };
  const log = recordingLog();
  const running = await startService({
    host: '127.0.0.1',
    apiPort: 0,
    webPort: 0,
    publicUrl: null,
    tls: null,
    trustedProxies: [],
    secretKey: new Uint8Array(32).fill(1),
    apiKey: KEY,
    securityContact: null,
    limits: { perKey: null, perAddress: null, dryRun: false },
    geoipFile: null,
    channels: [{ channel: CHANNEL, connector: chatfuelConnector({ apiUrl, ...BOT }, http) }],
    policies: [DEFAULT_POLICY],
    store: flakyStore(store, (operation) => faults.fate(operation)),
    clock,
    entropy: systemEntropy(),
    notices: localNotices(),
    log,
  });
  const { id: channel, tells } = CHANNEL;
  const oracle = new Oracle(store, { channel, tells, words: chatfuelWords });
  context.after(async () => {
    await running.close();
    await http.close();
    await chatfuel.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const isAllTold = async () => {
    const pending = { challenge: null, status: 'pending', since: null, until: null, before: null } as const;
    return (await store.deliveries.list({ ...pending, channel, limit: 1 })).length === 0;
  };
  return {
    address: { apiUrl: running.apiUrl, key: KEY },
    service: running.service,
    chatfuel,
    outside,
    faults,
    log,
    /** The store as it is, past the faults. */
    store,
    jumpClock: (milliseconds: number) => {
      ahead.milliseconds += milliseconds;
    },
    /** Lets so much time pass that everything can be told, and has all of it looked at. */
    async settle(): Promise<void> {
      let looks = 0;
      await eventually(async () => {
        if (await isAllTold()) return true;
        // The deliverer looks once a second.
        if (looks % LOOKS_A_SECOND === 5) ahead.milliseconds += HOUR;
        looks += 1;
        return null;
      });
      await oracle.verify(outside, { settled: true });
    },
    /** Has everything looked at as it stands. */
    look: () => oracle.verify(outside, { settled: false }),
  };
}
