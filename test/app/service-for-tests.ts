import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Channel } from '../../src/app/channel.ts';
import type { ChallengeRequest } from '../../src/app/create-outcome.ts';
import type { FactSource } from '../../src/app/fact-source.ts';
import { InFlight } from '../../src/app/in-flight.ts';
import type { Visitor } from '../../src/app/person-view.ts';
import type { Geo, Wording } from '../../src/app/ports.ts';
import type { Service } from '../../src/app/service.ts';
import type { Store } from '../../src/app/store-ports.ts';
import { Vault } from '../../src/app/vault.ts';
import { parseDateOfBirth } from '../../src/domain/facts/date-of-birth.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/domain/policy/policy.ts';
import { dayOf } from '../../src/kernel/calendar.ts';
import { channelId } from '../../src/kernel/ids.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { type FakeClock, fakeClock } from '../fakes/clock.ts';
import { seededEntropy } from '../fakes/entropy.ts';
import { type RecordingLimits, recordingLimits } from '../fakes/limits.ts';
import { recordingLog } from '../fakes/log.ts';
import { fakeNotices } from '../fakes/notices.ts';

export const NOBODY: Visitor = {
  address: null,
  tls: null,
  userAgent: null,
  acceptLanguage: null,
  device: null,
};

const nowhere: Geo = { database: 'nowhere', place: () => null };

const english: Wording = {
  shown: (questions) => ({ language: 'en', questions: questions.map(({ kind }) => `What is your ${kind}?`) }),
};

export type TestService = Service & {
  readonly clock: FakeClock;
  readonly channel: Channel;
  readonly limits: RecordingLimits;
  readonly notices: ReturnType<typeof fakeNotices>;
};

/** A service on a real embedded store in a folder of its own, with a clock that stands still; gone with the test. */
export async function serviceForTests(
  context: TestContext,
  changes: {
    readonly policy?: Partial<Policy>;
    readonly channel?: Partial<Channel>;
    readonly store?: Store;
    /** 32 bytes. */
    readonly secret?: Uint8Array;
    readonly dryRun?: boolean;
    readonly factSource?: FactSource;
  } = {},
): Promise<TestService> {
  const policy = { ...DEFAULT_POLICY, ...changes.policy };
  const channel: Channel = {
    id: channelId('default'),
    displayName: null,
    connector: 'chatfuel',
    tells: new Set(['passed', 'failed', 'expired']),
    sendsLink: false,
    callbackOrigins: null,
    returnUrl: 'https://wa.me/5215550000000',
    returnMode: 'auto',
    policy,
    oneLiveLink: true,
    ...changes.channel,
  };
  const entropy = seededEntropy(context.name);
  return {
    store: changes.store ?? (await temporaryStore(context)),
    clock: fakeClock(),
    entropy,
    vault: new Vault(changes.secret ?? entropy.bytes(32), entropy),
    notices: fakeNotices(),
    geo: nowhere,
    factSource: changes.factSource ?? null,
    lists: new Map(),
    limits: recordingLimits(changes.dryRun),
    wording: english,
    log: recordingLog(),
    inFlight: new InFlight(),
    configuredKeys: [],
    channels: new Map([[channel.id, channel]]),
    policies: new Map([[policy.name, policy]]),
    witnesses: [],
    quorum: 0,
    build: 'test',
    publicUrl: 'https://verify.example.test',
    channel,
  };
}

async function temporaryStore(context: TestContext): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-app-'));
  const store = await openSqliteStore({ path: join(folder, 'test.db'), serving: false });
  context.after(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return store;
}

/** A request for a client born on 1980-02-03. */
export function requestFor(clientId: string, changes: Partial<ChallengeRequest> = {}): ChallengeRequest {
  const born = parseDateOfBirth('1980-02-03', dayOf(Date.UTC(2026, 10, 22)));
  if (!born.ok) throw new Error('a good date was refused');
  return {
    clientId,
    phone: '+5215512345678',
    flow: 'Balance',
    locale: null,
    purpose: null,
    metadata: null,
    callback: null,
    facts: [born.value],
    policy: null,
    ttlSeconds: null,
    idempotency: null,
    ...changes,
  };
}
