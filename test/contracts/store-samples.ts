import assert from 'node:assert/strict';
import type { AuditAppend } from '../../src/app/log-ports.ts';
import type { ChallengeStore, Change, Claim, DeliveryQuery, Store, View } from '../../src/app/store-ports.ts';
import { holds } from '../../src/domain/audit/entry-type.ts';
import type { EntryDraft } from '../../src/domain/audit/log-entry.ts';
import type { Challenge, Client, ClientRef, PhoneRef } from '../../src/domain/challenge/challenge.ts';
import { type ChallengeEvent, transition } from '../../src/domain/challenge/lifecycle.ts';
import type { Delivery } from '../../src/domain/delivery/delivery.ts';
import { toBase64url } from '../../src/kernel/bytes.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { type ChallengeId, channelId, makeId } from '../../src/kernel/ids.ts';
import { type Instant, instant } from '../../src/kernel/instant.ts';

/*
 * What the store tests put into stores: made from a counter, so that no two are alike and every run has the same.
 */

export const NOW: Instant = instant(Date.UTC(2026, 10, 22, 9, 30));
export const CHANNEL = channelId('main');
export const ALL_DELIVERIES: DeliveryQuery = {
  channel: null,
  challenge: null,
  status: null,
  since: null,
  until: null,
  before: null,
  limit: 100,
};
export const OTHER_CHANNEL = channelId('other');

let made = 0;

/** For a process that adds to what another one made: counts on from `count`, so that nothing is made twice. */
export function startSamplesAt(count: number): void {
  made = count;
}

/** Bytes that no other call gives; stands for random ones and for what is sealed. */
export function freshBytes(size: number): Uint8Array {
  made += 1;
  const bytes = new Uint8Array(size);
  for (let filled = 0; filled < size; filled += 32) {
    bytes.set(sha256(`${made}/${filled}`).subarray(0, Math.min(32, size - filled)), filled);
  }
  return bytes;
}

export function freshRef(): ClientRef {
  // The form of a pseudonym: 32 hexadecimal digits.
  return freshBytes(16).toHex() as ClientRef;
}

export function freshPhone(): PhoneRef {
  // The form of a pseudonym: 32 hexadecimal digits.
  return freshBytes(16).toHex() as PhoneRef;
}

export function sampleClient(overrides: Partial<Client> = {}): Client {
  return {
    channel: CHANNEL,
    ref: freshRef(),
    wrappedKey: freshBytes(60),
    consecutiveFailures: 0,
    lockedUntil: null,
    answered: 0,
    ledger: {},
    askedAt: [NOW],
    latest: null,
    version: 1,
    ...overrides,
  };
}

/** A pending challenge of the client, made at `at` and due a minute later. */
export function sampleChallenge(
  client: Client,
  at: Instant = NOW,
  overrides: Partial<Challenge> = {},
): Challenge {
  return {
    id: makeId('challenge', at, freshBytes(10)),
    channel: client.channel,
    client: client.ref,
    phone: null,
    policy: 'default',
    tokenHash: freshBytes(36),
    lifecycle: {
      status: 'pending',
      attempts: 0,
      attemptsAllowed: 1,
      createdAt: at,
      expiresAt: instant(at + 60_000),
      decidedAt: null,
      reason: null,
    },
    firstViewedAt: null,
    firstPreviewedAt: null,
    sealedDetails: freshBytes(200),
    sealedQuestions: freshBytes(300),
    version: 1,
    ...overrides,
  };
}

/** The challenge one version on, after an event that decides it. */
export function decided(challenge: Challenge, event: ChallengeEvent): Challenge {
  const { lifecycle, change } = transition(challenge.lifecycle, event);
  assert.equal(change, 'decided');
  return { ...challenge, lifecycle, sealedQuestions: null, version: challenge.version + 1 };
}

export const passed = (challenge: Challenge, at: Instant = NOW): Challenge =>
  decided(challenge, { type: 'answer', correct: true, at });

/** An entry with everything that its type holds; without a challenge, of a type that has none. */
export function sampleEntry(challenge: ChallengeId | null, overrides: Partial<EntryDraft> = {}): AuditAppend {
  const { type = challenge === null ? 'policy.changed' : 'challenge.created' } = overrides;
  const digest = () => toBase64url(freshBytes(32));
  const subject = holds(type, 'delivery')
    ? makeId('delivery', NOW, freshBytes(10))
    : holds(type, 'key')
      ? makeId('key', NOW, freshBytes(10))
      : holds(type, 'signing_key') || holds(type, 'reason_given')
        ? digest()
        : null;
  const draft: EntryDraft = {
    type,
    time: NOW,
    channel: holds(type, 'channel') ? CHANNEL : null,
    challenge,
    subject,
    outcome: holds(type, 'outcome') ? 'passed' : null,
    reason: holds(type, 'outcome') ? 'answered' : null,
    policy: holds(type, 'policy') ? digest() : null,
    build: 'test',
    evidence: holds(type, 'evidence') ? digest() : null,
    ...overrides,
  };
  return { draft, sealedDisclosures: draft.evidence === null ? null : freshBytes(120) };
}

/** The entry that goes with a challenge's verdict. */
export function decidedEntry({ id, channel, lifecycle }: Challenge): AuditAppend {
  const { status, reason, decidedAt } = lifecycle;
  assert(status !== 'pending' && decidedAt !== null);
  return sampleEntry(id, { type: 'challenge.decided', time: decidedAt, channel, outcome: status, reason });
}

export function sampleDelivery(challenge: Challenge, overrides: Partial<Delivery> = {}): Delivery {
  return {
    id: makeId('delivery', NOW, freshBytes(10)),
    challenge: challenge.id,
    channel: challenge.channel,
    connector: 'chatfuel',
    event: 'passed',
    sealedLink: null,
    status: 'pending',
    attempts: 0,
    attemptsBefore: 0,
    createdAt: NOW,
    nextAttemptAt: NOW,
    lastError: null,
    deliveredAt: null,
    ...overrides,
  };
}

export function sampleView(challenge: Challenge, overrides: Partial<View> = {}): View {
  const preview = overrides.preview ?? false;
  const at = overrides.at ?? NOW;
  const type = preview ? 'challenge.previewed' : 'challenge.viewed';
  const entry = sampleEntry(challenge.id, { type, time: at, channel: challenge.channel });
  return { challenge: challenge.id, at, preview, entry, deliveries: [], ...overrides };
}

export function sampleChange(parts: Partial<Change>): Change {
  return {
    client: null,
    newChallenge: null,
    challenges: [],
    audit: [],
    deliveries: [],
    idempotency: null,
    ...parts,
  };
}

/** Stores a client that is not there yet. */
export async function storeClient(store: Store, overrides: Partial<Client> = {}): Promise<Client> {
  const client = sampleClient(overrides);
  assert.equal(
    await store.challenges.commit(sampleChange({ client: { expectedVersion: 0, next: client } })),
    'committed',
  );
  return client;
}

/** Stores a pending challenge of a stored client. */
export async function storeChallenge(
  store: Store,
  client: Client,
  at: Instant = NOW,
  overrides: Partial<Challenge> = {},
): Promise<Challenge> {
  const challenge = sampleChallenge(client, at, overrides);
  assert.equal(await store.challenges.commit(sampleChange({ newChallenge: challenge })), 'committed');
  return challenge;
}

/** Stores a new client's challenge with its verdict, audit entry and delivery, as an answer leaves them. */
export async function storeDelivery(store: Store, overrides: Partial<Delivery> = {}): Promise<Delivery> {
  const client = await storeClient(store, { channel: overrides.channel ?? CHANNEL });
  const challenge = await storeChallenge(store, client);
  const next = passed(challenge);
  const delivery = sampleDelivery(challenge, overrides);
  const change = sampleChange({
    challenges: [{ expectedVersion: 1, next }],
    audit: [decidedEntry(next)],
    deliveries: [delivery],
  });
  assert.equal(await store.challenges.commit(change), 'committed');
  return delivery;
}

/** The deliveries that a claim takes, without what they are told with. */
export const take = async (store: Store, claim: Claim): Promise<readonly Delivery[]> =>
  (await store.deliveries.claim(claim)).map(({ delivery }) => delivery);

/** The stored challenge; fails where there is none. */
export async function stored(challenges: ChallengeStore, id: ChallengeId): Promise<Challenge> {
  const found = await challenges.byId(id);
  assert(found !== null, `${id} is not stored`);
  return found.challenge;
}
