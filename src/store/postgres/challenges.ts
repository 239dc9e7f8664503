import type { ChallengeQuery, ChallengeWithClient, PhoneQuery, View } from '../../app/store-ports.ts';
import type { Challenge } from '../../domain/challenge/challenge.ts';
import type { ChallengeId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { challengeId, integer } from '../columns.ts';
import { readWithClient } from '../rows.ts';
import { STATUSES } from '../vocabulary.ts';
import { CLIENT_COLUMNS, inHex } from './clients.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';
import { bytes, bytesOrNull, hexBytes, type RowStatement, type RowsToWrite } from './rows-to-write.ts';

const WITH_CLIENT = `
  SELECT id, challenges.channel, ${inHex('phone_ref')} AS phone_ref, policy, token_hash, status, attempts, attempts_allowed, created_at, expires_at,
    decided_at, reason, first_viewed_at, first_previewed_at, challenges.version, sealed_details, sealed_questions, ${CLIENT_COLUMNS}
  FROM challenges JOIN clients ON clients.channel = challenges.channel AND clients.ref = challenges.client`;

const BY_ID: Statement = { name: 'challenge-by-id', text: `${WITH_CLIENT} WHERE id = $1` };

const BY_IDS: Statement = { name: 'challenges-by-ids', text: `${WITH_CLIENT} WHERE id = ANY ($1::text[])` };

const BY_TOKEN: Statement = { name: 'challenge-by-token', text: `${WITH_CLIENT} WHERE token_hash = $1` };

const COLUMNS = `id, channel, client, phone_ref, policy, token_hash, status, attempts, attempts_allowed, created_at, expires_at, decided_at,
  reason, first_viewed_at, first_previewed_at, version, sealed_details, sealed_questions`;

// In the order in which the requests came: that is the order of the numbers.
const INSERT: RowStatement = {
  name: 'challenges-insert',
  place: 3,
  exactly: true,
  text: `
    INSERT INTO challenges (${COLUMNS})
    SELECT ${COLUMNS} FROM ROWS FROM (json_to_recordset($1) AS (id text, channel text, client bytea, phone_ref bytea, policy text,
      token_hash bytea, status text, attempts integer, attempts_allowed integer, created_at bigint, expires_at bigint,
      decided_at bigint, reason text, first_viewed_at bigint, first_previewed_at bigint, version integer, sealed_details bytea,
      sealed_questions bytea)) WITH ORDINALITY ORDER BY ordinality`,
};

// A view leaves the version alone, so one may have been noted since `next` was read: it is kept.
const UPDATE: RowStatement = {
  name: 'challenges-update',
  place: 4,
  exactly: true,
  text: `
    UPDATE challenges SET status = given.status, attempts = given.attempts, attempts_allowed = given.attempts_allowed,
      expires_at = given.expires_at, decided_at = given.decided_at, reason = given.reason,
      first_viewed_at = coalesce(challenges.first_viewed_at, given.first_viewed_at),
      first_previewed_at = coalesce(challenges.first_previewed_at, given.first_previewed_at),
      version = given.version, sealed_details = given.sealed_details, sealed_questions = given.sealed_questions
    FROM json_to_recordset($1) AS given (id text, status text, attempts integer, attempts_allowed integer, expires_at bigint,
      decided_at bigint, reason text, first_viewed_at bigint, first_previewed_at bigint, version integer,
      sealed_details bytea, sealed_questions bytea, expected_version integer)
    WHERE challenges.id = given.id AND challenges.version = given.expected_version`,
};

const NOTE_VIEW: RowStatement = {
  name: 'challenges-view',
  place: 5,
  exactly: true,
  text: `
    UPDATE challenges SET first_viewed_at = coalesce(first_viewed_at, given.viewed_at),
      first_previewed_at = coalesce(first_previewed_at, given.previewed_at)
    FROM json_to_recordset($1) AS given (id text, viewed_at bigint, previewed_at bigint) WHERE challenges.id = given.id`,
};

const DUE: Statement = {
  name: 'challenges-due',
  text: `SELECT id FROM challenges WHERE status = 'pending' AND expires_at <= $1 ORDER BY expires_at LIMIT $2`,
};

const AT_OR_BEFORE: Statement = {
  name: 'challenges-at-or-before',
  text: 'SELECT number, id FROM challenges WHERE id <= $1 ORDER BY id DESC LIMIT 1',
};

// One short walk along the index for each status, then merged: in that index a channel's challenges are ordered within
// their status only, and sorting all of them would grow with the table.
const OF_CHANNEL: Statement = {
  name: 'challenges-of-channel',
  text: `${WITH_CLIENT} WHERE number IN (
      SELECT found.number FROM unnest($2::text[]) AS wanted (status) CROSS JOIN LATERAL (
        SELECT number FROM challenges
        WHERE channel = $1 AND status = wanted.status AND number < $3 ORDER BY number DESC LIMIT $4
      ) AS found ORDER BY found.number DESC LIMIT $4
    ) ORDER BY number DESC`,
};

const OF_CLIENT: Statement = {
  name: 'challenges-of-client',
  text: `${WITH_CLIENT} WHERE challenges.channel = $1 AND client = decode($5, 'hex') AND status = ANY ($2::text[]) AND number < $3
    ORDER BY number DESC LIMIT $4`,
};

const OF_PHONE: Statement = {
  name: 'challenges-of-phone',
  text: `${WITH_CLIENT} WHERE phone_ref = decode($1, 'hex') AND number < $2 ORDER BY number DESC LIMIT $3`,
};

export async function challengeById(
  database: Database,
  id: ChallengeId,
): Promise<ChallengeWithClient | null> {
  const [row] = await database.read(BY_ID, [id]);
  return row === undefined ? null : readWithClient(row);
}

export async function challengesByIds(
  database: Database,
  ids: readonly ChallengeId[],
): Promise<readonly ChallengeWithClient[]> {
  return (await database.read(BY_IDS, [ids])).map(readWithClient);
}

export async function challengeByToken(
  database: Database,
  tokenHash: Uint8Array,
): Promise<ChallengeWithClient | null> {
  const [row] = await database.read(BY_TOKEN, [tokenHash]);
  return row === undefined ? null : readWithClient(row);
}

export function writeNewChallenge(rows: RowsToWrite, challenge: Challenge): void {
  const { lifecycle } = challenge;
  rows.add(INSERT, {
    ...changingColumns(challenge),
    channel: challenge.channel,
    client: hexBytes(challenge.client),
    phone_ref: challenge.phone === null ? null : hexBytes(challenge.phone),
    policy: challenge.policy,
    token_hash: bytes(challenge.tokenHash),
    created_at: lifecycle.createdAt,
  });
}

/**
 * Writes what may change of a challenge; its channel, client, policy, token and time of creation never do.
 * @param expectedVersion the one that the guards gave.
 */
export function updateChallenge(rows: RowsToWrite, expectedVersion: number, next: Challenge): void {
  rows.add(UPDATE, { ...changingColumns(next), expected_version: expectedVersion });
}

const changingColumns = ({ lifecycle, ...challenge }: Challenge) => ({
  id: challenge.id,
  status: lifecycle.status,
  attempts: lifecycle.attempts,
  attempts_allowed: lifecycle.attemptsAllowed,
  expires_at: lifecycle.expiresAt,
  decided_at: lifecycle.decidedAt,
  reason: lifecycle.reason,
  first_viewed_at: challenge.firstViewedAt,
  first_previewed_at: challenge.firstPreviewedAt,
  version: challenge.version,
  sealed_details: bytes(challenge.sealedDetails),
  sealed_questions: bytesOrNull(challenge.sealedQuestions),
});

/** Notes when a challenge was first viewed or previewed. */
export function noteView(
  rows: RowsToWrite,
  { challenge, at, preview }: Pick<View, 'challenge' | 'at' | 'preview'>,
): void {
  rows.add(NOTE_VIEW, { id: challenge, viewed_at: preview ? null : at, previewed_at: preview ? at : null });
}

export async function dueChallenges(
  database: Database,
  now: Instant,
  limit: number,
): Promise<readonly ChallengeId[]> {
  const rows = await database.read(DUE, [now, limit]);
  return rows.map((row) => challengeId(row, 'id'));
}

export async function listChallenges(
  database: Database,
  { channel, client, status, limit, before }: ChallengeQuery,
): Promise<readonly ChallengeWithClient[]> {
  const below = before === null ? Number.MAX_SAFE_INTEGER : await placeOf(database, before);
  const statuses = status === null ? STATUSES : [status];
  const rows =
    client === null
      ? await database.read(OF_CHANNEL, [channel, statuses, below, limit])
      : await database.read(OF_CLIENT, [channel, statuses, below, limit, client]);
  return rows.map(readWithClient);
}

export async function challengesOfPhone(
  database: Database,
  { phone, before, limit }: PhoneQuery,
): Promise<readonly ChallengeWithClient[]> {
  const below = before === null ? Number.MAX_SAFE_INTEGER : await placeOf(database, before);
  return (await database.read(OF_PHONE, [phone, below, limit])).map(readWithClient);
}

/** The number below which all challenges are older than `id`, whether or not that one is still stored. */
async function placeOf(database: Database, id: ChallengeId): Promise<number> {
  const [row] = await database.read(AT_OR_BEFORE, [id]);
  if (row === undefined) return 0;
  const number = integer(row, 'number');
  return row['id'] === id ? number : number + 1;
}
