import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import { beginLog } from '../../src/app/begin-log.ts';
import type { Channel } from '../../src/app/channel.ts';
import { createChallenge } from '../../src/app/create-challenge.ts';
import { InFlight } from '../../src/app/in-flight.ts';
import { keyEntry, sessionEntry } from '../../src/app/log-drafts.ts';
import type { AuditAppend } from '../../src/app/log-ports.ts';
import { proveEntries } from '../../src/app/log-proofs.ts';
import { openNotary } from '../../src/app/notary.ts';
import { openChallenge } from '../../src/app/open-challenge.ts';
import type { Visitor } from '../../src/app/person-view.ts';
import type { Service } from '../../src/app/service.ts';
import { signCheckpoint } from '../../src/app/sign-checkpoint.ts';
import type { Store } from '../../src/app/store-ports.ts';
import { Vault } from '../../src/app/vault.ts';
import { verifyLog } from '../../src/app/verify-log.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy/policy.ts';
import { channelId, ID_RANDOM_BYTES, makeId } from '../../src/kernel/ids.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { forgetfulCheckpoint } from '../../src/system/checkpoint-file.ts';
import { systemClock } from '../../src/system/clock.ts';
import { systemEntropy } from '../../src/system/entropy.ts';
import { localNotices } from '../../src/system/notices.ts';
import { obeyCommands } from '../harness/obey-commands.ts';

/*
 * The log by itself, on the embedded store, without a server around it.
 */

/** Written in one group, so that all of them share a sync. */
const AT_ONCE = 500;

const CHANNEL: Channel = {
  id: channelId('default'),
  displayName: 'Bank',
  connector: null,
  tells: new Set(),
  sendsLink: false,
  callbackOrigins: null,
  returnUrl: 'https://wa.me/5215550000000',
  returnMode: 'auto',
  policy: DEFAULT_POLICY,
  oneLiveLink: true,
};

const VISITOR: Visitor = {
  address: '203.0.113.77',
  tls: 'TLSv1.3',
  userAgent:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36',
  acceptLanguage: 'es-MX,es;q=0.9',
  device: null,
};

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

function serviceOn(store: Store): Service {
  const entropy = systemEntropy();
  return {
    store,
    clock: systemClock,
    entropy,
    vault: new Vault(new Uint8Array(32).fill(7), entropy),
    notices: localNotices(),
    geo: { database: 'none', place: () => null },
    limits: { refuses: () => false, answeredWrong: () => undefined },
    factSource: null,
    lists: new Map(),
    wording: {
      shown: (questions) => ({
        language: 'es',
        questions: questions.map(() => '¿Cuál es su fecha de nacimiento?'),
      }),
    },
    log: QUIET,
    inFlight: new InFlight(),
    configuredKeys: [],
    channels: new Map([[CHANNEL.id, CHANNEL]]),
    policies: new Map([[DEFAULT_POLICY.name, DEFAULT_POLICY]]),
    witnesses: [],
    quorum: 0,
    build: 'bench',
    publicUrl: 'https://verify.example',
  };
}

async function opened<T>(folder: string, name: string, work: (service: Service) => Promise<T>): Promise<T> {
  const store = await openSqliteStore({ path: join(folder, `${name}.db`), serving: false });
  try {
    const service = serviceOn(store);
    await beginLog(service, 'bench.example/log');
    return await work(service);
  } finally {
    await store.close();
  }
}

const REQUEST = {
  phone: '+5215512345678',
  flow: 'Balance',
  locale: 'es-MX',
  purpose: 'See the balance of your account',
  metadata: { order: 'A-17' },
  callback: null,
  facts: [{ kind: 'date_of_birth', day: 3685 }],
  policy: null,
  ttlSeconds: null,
  idempotency: null,
} as const;

/** Makes a challenge and answers it, whichever way: two entries with private fields. */
async function journey(service: Service, clientId: string): Promise<void> {
  const made = await createChallenge(service, CHANNEL, { ...REQUEST, clientId });
  if (made.type !== 'created') throw new Error(`a challenge was refused: ${made.type}`);
  const token = made.challenge.url?.split('/').at(-1) ?? '';
  const stored = await service.store.challenges.byId(made.challenge.id);
  const questions = stored === null ? [] : (openChallenge(service, stored)?.questions ?? []);
  const answers = questions.map(
    (question, nth) => [`q${nth + 1}`, [question.entry === 'choice' ? question.answer : 'x']] as const,
  );
  await answerChallenge(service, token, new Map(answers), VISITOR);
}

/** By the processor's time: what else the machine does meanwhile is not the log's. */
const entriesPerSecond = async (service: Service): Promise<number> => {
  const before = process.cpuUsage();
  const result = await verifyLog(service, {
    outside: null,
    from: null,
    stampHolds: () => false,
    progress: () => undefined,
  });
  if (!result.ok) throw new Error(`the log does not hold: ${JSON.stringify(result.error)}`);
  return (result.value.size * 1e6) / cpuSince(before);
};

const keyAdded = (service: Service) => {
  const now = service.clock.now();
  const id = makeId('key', now, randomBytes(ID_RANDOM_BYTES));
  return keyEntry(service, 'key.created', { id, channel: CHANNEL.id }, now);
};

const commands = {
  /** Verifies the log of so many journeys, all of it. */
  verify: ({ folder, journeys }: { readonly folder: string; readonly journeys: number }): Promise<number> =>
    opened(folder, `journeys-${journeys}`, async (service) => {
      for (let made = Math.floor((await service.store.audit.size()) / 2); made < journeys; made += AT_ONCE) {
        const clients = Array.from({ length: AT_ONCE }, (_, nth) => `client ${made + nth}`);
        await Promise.all(clients.map((client) => journey(service, client)));
      }
      return await entriesPerSecond(service);
    }),

  /** Of a log of so many entries without private fields: how long a proof takes, in µs, and how fast it is verified. */
  proofs: ({ folder, size }: { readonly folder: string; readonly size: number }): Promise<Proofs> =>
    opened(folder, 'entries', async (service) => {
      const { audit } = service.store;
      for (let left = size - (await audit.size()); left > 0; left -= 10 * AT_ONCE) {
        await audit.append(Array.from({ length: Math.min(left, 10 * AT_ONCE) }, () => keyAdded(service)));
      }
      await signCheckpoint(service, forgetfulCheckpoint());
      const log = (await openNotary(service))?.identity;
      if (log === undefined) throw new Error('the log has no name');
      const times: number[] = [];
      for (let nth = 0; nth < 400; nth++) {
        const index = Math.floor(Math.random() * size);
        const before = performance.now();
        await proveEntries(service, log, [index]);
        times.push((performance.now() - before) * 1000);
      }
      return {
        microseconds: times.toSorted((a, b) => a - b)[200] ?? Number.NaN,
        verifiedPerSecond: await entriesPerSecond(service),
      };
    }),

  /** What an entry with private fields costs, in µs: to make it, and to append it. */
  cost: ({ folder }: { readonly folder: string }): Promise<Cost> =>
    opened(folder, 'cost', async (service) => {
      const made = await createChallenge(service, CHANNEL, { ...REQUEST, clientId: 'somebody' });
      if (made.type !== 'created') throw new Error('a challenge was refused');
      const stored = await service.store.challenges.byId(made.challenge.id);
      const session = stored === null ? null : openChallenge(service, stored);
      if (session === null) throw new Error('a challenge is not stored');
      const happened = { type: 'challenge.viewed', visitor: VISITOR, met: null } as const;
      const entry = () =>
        sessionEntry(service, session, session.challenge, { ...happened, at: service.clock.now() });
      for (let warm = 0; warm < 2000; warm++) entry();
      const rounds = 10;
      let [making, appending] = [0, 0];
      for (let round = 0; round < rounds; round++) {
        const before = process.cpuUsage();
        const entries = Array.from({ length: AT_ONCE }, entry);
        making += cpuSince(before);
        const between = process.cpuUsage();
        await service.store.audit.append(entries.map(ofAnother));
        appending += cpuSince(between);
      }
      return { making: making / rounds / AT_ONCE, appending: appending / rounds / AT_ONCE };
    }),
};

/** As many challenges as entries: that of one are counted, and it has but a few. */
const ofAnother = ({ draft, sealedDisclosures }: AuditAppend): AuditAppend => ({
  draft: { ...draft, challenge: makeId('challenge', draft.time, randomBytes(ID_RANDOM_BYTES)) },
  sealedDisclosures,
});

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

export type Proofs = { readonly microseconds: number; readonly verifiedPerSecond: number };
export type Cost = { readonly making: number; readonly appending: number };
export type LogCommands = typeof commands;

obeyCommands(commands);
