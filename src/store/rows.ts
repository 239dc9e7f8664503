import { type ApiKey, KEY_SCOPES } from '../app/api-key.ts';
import type { DeskSession } from '../app/desk-ports.ts';
import type { LogRow, StoredCheckpoint, StoredSigningKey, VerdictRow } from '../app/log-ports.ts';
import type { BlockedClient, LoggedChallenge } from '../app/privacy-ports.ts';
import type { ChallengeWithClient } from '../app/store-ports.ts';
import type { Challenge, Client } from '../domain/challenge/challenge.ts';
import type { Lifecycle } from '../domain/challenge/lifecycle.ts';
import { DELIVERY_EVENTS, type Delivery } from '../domain/delivery/delivery.ts';
import { type Ledger, ledgerOf } from '../domain/policy/ledger.ts';
import { channelId } from '../kernel/ids.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import {
  blob,
  challengeId,
  clientRef,
  deliveryId,
  integer,
  keyId,
  nullable,
  oneOf,
  phoneRef,
  type Row,
  RowBroken,
  text,
  time,
} from './columns.ts';
import { DELIVERY_STATUSES, REASONS, STATUSES } from './vocabulary.ts';

/* From a row of either database to what the app means by it. Both name their columns alike. */

export function readWithClient(row: Row): ChallengeWithClient {
  return { challenge: readChallenge(row), client: readClient(row) };
}

function readChallenge(row: Row): Challenge {
  return {
    id: challengeId(row, 'id'),
    channel: channelId(text(row, 'channel')),
    client: clientRef(row, 'client_ref'),
    phone: nullable(phoneRef, row, 'phone_ref'),
    policy: text(row, 'policy'),
    tokenHash: blob(row, 'token_hash'),
    lifecycle: readLifecycle(row),
    firstViewedAt: nullable(time, row, 'first_viewed_at'),
    firstPreviewedAt: nullable(time, row, 'first_previewed_at'),
    sealedDetails: blob(row, 'sealed_details'),
    sealedQuestions: nullable(blob, row, 'sealed_questions'),
    version: integer(row, 'version'),
  };
}

const status = oneOf(STATUSES);
const reason = oneOf(REASONS);

function readLifecycle(row: Row): Lifecycle {
  return {
    status: status(row, 'status'),
    attempts: integer(row, 'attempts'),
    attemptsAllowed: integer(row, 'attempts_allowed'),
    createdAt: time(row, 'created_at'),
    expiresAt: time(row, 'expires_at'),
    decidedAt: nullable(time, row, 'decided_at'),
    reason: nullable(reason, row, 'reason'),
  };
}

export function readClient(row: Row): Client {
  return {
    channel: channelId(text(row, 'client_channel')),
    ref: clientRef(row, 'client_ref'),
    wrappedKey: blob(row, 'wrapped_key'),
    consecutiveFailures: integer(row, 'consecutive_failures'),
    lockedUntil: nullable(time, row, 'locked_until'),
    answered: integer(row, 'answered'),
    ledger: readLedger(row, 'ledger'),
    askedAt: times(row, 'asked_at'),
    latest: nullable(challengeId, row, 'latest'),
    version: integer(row, 'client_version'),
  };
}

function readLedger(row: Row, column: string): Ledger {
  const ledger = ledgerOf(text(row, column));
  if (ledger === null) throw new RowBroken(column);
  return ledger;
}

function times(row: Row, column: string): readonly Instant[] {
  const parsed: unknown = JSON.parse(text(row, column));
  if (!Array.isArray(parsed)) throw new RowBroken(column);
  return parsed.map((value: unknown) => {
    if (typeof value !== 'number') throw new RowBroken(column);
    return instant(value);
  });
}

const deliveryStatus = oneOf(DELIVERY_STATUSES);
const deliveryEvent = oneOf(DELIVERY_EVENTS);

export function readDelivery(row: Row): Delivery {
  return {
    id: deliveryId(row, 'id'),
    challenge: challengeId(row, 'challenge'),
    channel: channelId(text(row, 'channel')),
    connector: text(row, 'connector'),
    event: deliveryEvent(row, 'event'),
    sealedLink: nullable(blob, row, 'sealed_link'),
    status: deliveryStatus(row, 'status'),
    attempts: integer(row, 'attempts'),
    attemptsBefore: integer(row, 'attempts_before'),
    createdAt: time(row, 'created_at'),
    nextAttemptAt: time(row, 'next_attempt_at'),
    lastError: nullable(text, row, 'last_error'),
    deliveredAt: nullable(time, row, 'delivered_at'),
  };
}

export const readLogRow = (row: Row): LogRow => ({
  index: integer(row, 'entry_index'),
  challenge: nullable(text, row, 'challenge'),
  verdictChannel: nullable(text, row, 'verdict_channel'),
  bytes: blob(row, 'entry'),
  subtrees: blob(row, 'subtree_hashes'),
  sealedDisclosures: nullable(blob, row, 'sealed_disclosures'),
});

export const readVerdictRow = (row: Row): VerdictRow => ({
  number: integer(row, 'number'),
  challenge: text(row, 'id'),
  outcome: text(row, 'status'),
  reason: nullable(text, row, 'reason'),
  decidedAt: nullable(integer, row, 'decided_at'),
});

export const readBlocked = (row: Row): BlockedClient => ({
  number: integer(row, 'number'),
  channel: channelId(text(row, 'channel')),
  ref: clientRef(row, 'ref'),
  wrappedKey: blob(row, 'wrapped_key'),
  blockedAt: time(row, 'blocked_at'),
  eraseAt: time(row, 'erase_at'),
});

export const readLogged = (row: Row): LoggedChallenge => ({
  id: challengeId(row, 'id'),
  channel: channelId(text(row, 'channel')),
});

export const readSigningKey = (row: Row): StoredSigningKey => ({
  publicKey: text(row, 'public_key'),
  wrappedSeed: nullable(blob, row, 'wrapped_seed'),
});

export const readCheckpoint = (row: Row): StoredCheckpoint => ({
  size: integer(row, 'size'),
  note: text(row, 'note'),
  cosignatures: integer(row, 'cosignatures'),
  timestamp: nullable(blob, row, 'timestamp_token'),
});

const scopeOf = oneOf(KEY_SCOPES);

export function readKey(row: Row): ApiKey {
  return {
    id: keyId(row, 'id'),
    scope: scopeOf(row, 'scope'),
    channel: channelId(text(row, 'channel')),
    name: text(row, 'name'),
    hash: blob(row, 'hash'),
    createdAt: time(row, 'created_at'),
    revokedAt: nullable(time, row, 'revoked_at'),
  };
}

export const readSession = (row: Row): DeskSession => ({
  tokenHash: blob(row, 'token_hash'),
  key: keyId(row, 'key_id'),
  createdAt: time(row, 'begun_at'),
  seenAt: time(row, 'seen_at'),
});
