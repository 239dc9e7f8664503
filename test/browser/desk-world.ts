import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import type { Channel } from '../../src/app/channel.ts';
import { createChallenge } from '../../src/app/create-challenge.ts';
import { denyChallenge } from '../../src/app/deny-challenge.ts';
import { expireChallenges } from '../../src/app/expire-challenges.ts';
import { createKey, EVERY_CHANNEL } from '../../src/app/manage-keys.ts';
import type { Visitor } from '../../src/app/person-view.ts';
import type { Connector } from '../../src/app/ports.ts';
import { viewChallenge } from '../../src/app/view-challenge.ts';
import { type RunningService, startService } from '../../src/cli/start-service.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy/policy.ts';
import { SHIPPED_POLICIES } from '../../src/domain/policy/shipped-policies.ts';
import { channelId } from '../../src/kernel/ids.ts';
import { type Instant, instant } from '../../src/kernel/instant.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { localNotices } from '../../src/system/notices.ts';
import { formFor, tokenOf } from '../app/challenge-journey.ts';
import { requestFor } from '../app/service-for-tests.ts';
import { seededEntropy } from '../fakes/entropy.ts';
import { recordingLog } from '../fakes/log.ts';

/** 13:05 on a Sunday in Mexico City. */
const NOW = Date.UTC(2026, 10, 22, 19, 5);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FIRST_HOUR = NOW - 7 * HOUR - 5 * MINUTE;

/** Whom the platform of this world does not know: what it is told of them is refused for good. */
export const REFUSED_CLIENT = '5215550001111';
export const LOCKED_CLIENT = '5215552223333';

const PHONE: Visitor = {
  address: '187.190.0.1',
  tls: 'TLSv1.3',
  userAgent: 'Mozilla/5.0 (Linux; Android 16) Chrome/142 Mobile',
  acceptLanguage: 'es-MX',
  device: null,
};

export type DeskWorld = {
  /** Of the bots' side: the desk is below it. */
  readonly origin: string;
  readonly key: string;
  readonly running: RunningService;
  /** Moves this world's clock. */
  setClock(at: Instant): void;
};

type Closes = { after(close: () => void | Promise<void>): void };

/** A running service of a bank's bot with an operator's key for it. @param day whether a day of use lies behind it. */
export async function openDeskWorld(t: Closes, day: 'a_day' | 'nothing_yet'): Promise<DeskWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-desk-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  // The log's times only grow: nothing of the day may come after its end.
  let now = day === 'a_day' ? FIRST_HOUR - HOUR : NOW;
  const clock = { now: () => instant(now) };
  const entropy = seededEntropy('a day at the desk');
  const connector: Connector = {
    name: 'chatfuel',
    events: new Set(['passed', 'failed', 'expired']),
    sendsLink: false,
    requestsPerSecond: null,
    send: async ({ clientId }) =>
      clientId === REFUSED_CLIENT
        ? { type: 'refused', error: 'Chatfuel answered 404: it knows no such user' }
        : { type: 'accepted' },
  };
  const policy = { ...DEFAULT_POLICY, budget: { challenges: 100, seconds: 60 } };
  const channel: Channel = {
    id: channelId('default'),
    displayName: 'Lantern Savings',
    connector: connector.name,
    tells: connector.events,
    sendsLink: false,
    callbackOrigins: null,
    returnUrl: 'https://wa.me/5215550000000',
    returnMode: 'auto',
    policy,
    oneLiveLink: true,
  };
  const running = await startService({
    host: '127.0.0.1',
    apiPort: 0,
    webPort: 0,
    publicUrl: null,
    tls: null,
    // So that a picture can be taken of the desk behind a proxy.
    trustedProxies: ['127.0.0.1'],
    secretKey: entropy.bytes(32),
    apiKey: null,
    securityContact: null,
    limits: { perKey: null, perAddress: null, dryRun: false },
    geoipFile: null,
    channels: [{ channel, connector }],
    policies: [policy, ...SHIPPED_POLICIES.filter(({ name }) => name !== policy.name)],
    store: await openSqliteStore({ path: join(folder, 'countersign.db'), serving: true }),
    clock,
    entropy,
    notices: localNotices(),
    evidence: { language: 'en', timeZone: 'America/Mexico_City' },
    log: recordingLog(),
  });
  t.after(() => running.close());
  const { service } = running;
  const ring = { keys: service.store.keys, clock, entropy, build: 'test' };
  const { key } = await createKey(ring, { scope: 'operator', channel: EVERY_CHANNEL, name: 'Ana' });
  await createKey(ring, { scope: 'bot', channel: channel.id, name: 'Chatfuel bot' });
  const setClock = (at: Instant) => {
    now = at;
  };
  if (day === 'a_day') await liveADay(running, channel, setClock);
  setClock(instant(NOW));
  return { origin: running.apiUrl, key, running, setClock };
}

type Ending = 'right' | 'wrong' | 'late' | 'not_me' | 'open';

/** How many challenges of each hour end in which way; the day begins at six in the morning. */
const HOURS: readonly Readonly<Partial<Record<Ending, number>>>[] = [
  { right: 2 },
  { right: 4, late: 1 },
  { right: 8, wrong: 1, late: 1 },
  { right: 12, wrong: 1, late: 2 },
  { right: 10, wrong: 2, late: 1, not_me: 1 },
  { right: 14, wrong: 1, late: 3 },
  { right: 9, wrong: 1, late: 2, not_me: 1 },
];

async function liveADay(
  { service }: RunningService,
  channel: Channel,
  setClock: (at: Instant) => void,
): Promise<void> {
  let person = 0;
  const one = async (ending: Ending, at: number, clientId: string) => {
    person += 1;
    setClock(instant(at));
    const asked = { purpose: 'See the balance of your vault', locale: 'es-MX' };
    const outcome = await createChallenge(service, channel, requestFor(clientId, asked));
    if (outcome.type !== 'created') throw new Error(outcome.type);
    const token = tokenOf(outcome.challenge);
    setClock(instant(at + 1500));
    await viewChallenge(service, token, { ...PHONE, userAgent: 'WhatsApp/2.25' }, true);
    setClock(instant(at + 4000));
    await viewChallenge(service, token, PHONE, false);
    await new Promise((resolve) => setImmediate(resolve));
    setClock(instant(at + 9000 + ((person * 37) % 23) * 1000));
    if (ending === 'not_me') await denyChallenge(service, token, PHONE);
    if (ending === 'right' || ending === 'wrong') {
      const form = await formFor({ ...service, channel } as never, token, ending);
      await answerChallenge(service, token, form, PHONE);
    }
    if (ending === 'late') {
      setClock(instant(at + 60_500));
      await expireChallenges(service);
    }
    // What the platform makes of it is dated before the clock goes on.
    const { deliveries } = service.store;
    while (
      (await deliveries.ofChallenges([outcome.challenge.id])).some(({ status }) => status === 'pending')
    ) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const nameOf = (nth: number) => `52155${String(10_000_000 + nth * 7919).slice(0, 8)}`;
  for (const [hour, endings] of HOURS.entries()) {
    const list = Object.entries(endings).flatMap(([ending, count]) =>
      Array.from({ length: count }, () => ending as Ending),
    );
    for (const [nth, ending] of list.entries()) {
      await one(ending, FIRST_HOUR + hour * HOUR + (nth + 1) * 2 * MINUTE, nameOf(person));
    }
  }
  await one('right', NOW - 12 * MINUTE, REFUSED_CLIENT);
  for (let nth = 0; nth < 3; nth += 1) await one('wrong', NOW - 9 * MINUTE + nth * MINUTE, LOCKED_CLIENT);
  await one('right', NOW - 3 * MINUTE, nameOf(person));
  await one('open', NOW - 20_000, nameOf(person));
}
