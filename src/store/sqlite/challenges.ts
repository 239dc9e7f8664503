import type { ChallengeQuery, ChallengeWithClient, PhoneQuery, View } from '../../app/store-ports.ts';
import type { Challenge } from '../../domain/challenge/challenge.ts';
import type { ChallengeId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { challengeId, integer } from '../columns.ts';
import { readWithClient } from '../rows.ts';
import { STATUSES } from '../vocabulary.ts';
import { CLIENT_COLUMNS, clientNumber, inHex } from './clients.ts';
import type { Database } from './database.ts';

const WITH_CLIENT = `
  SELECT id, challenges.channel, nullif(${inHex('phone_ref')}, '') AS phone_ref, policy, token_hash, status, attempts, attempts_allowed, created_at, expires_at,
    decided_at, reason, first_viewed_at, first_previewed_at, challenges.version, sealed_details, sealed_questions, ${CLIENT_COLUMNS}
  FROM challenges JOIN clients ON clients.number = challenges.client`;

const BY_ID = `${WITH_CLIENT} WHERE id = ?`;
const BY_TOKEN = `${WITH_CLIENT} WHERE token_hash = ?`;
const BY_NUMBER = `${WITH_CLIENT} WHERE challenges.number = ?`;

const VERSION = 'SELECT version FROM challenges WHERE id = ?';

// Without such a client this breaks NOT NULL.
const INSERT = `
  INSERT INTO challenges (id, channel, client, phone_ref, policy, token_hash, status, attempts, attempts_allowed, created_at,
    expires_at, decided_at, reason, first_viewed_at, first_previewed_at, version, sealed_details, sealed_questions)
  VALUES (?1, ?2, (SELECT number FROM clients WHERE channel = ?2 AND ref = unhex(?3)), unhex(?4), ?5, ?6, ?7, ?8, ?9, ?10,
    ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)`;

// A view leaves the version alone, so one may have been noted since `next` was read: it is kept. OR ROLLBACK as for the
// log's entries: there is a trigger here, too.
const UPDATE = `
  UPDATE OR ROLLBACK challenges SET status = ?, attempts = ?, attempts_allowed = ?, expires_at = ?, decided_at = ?, reason = ?,
    first_viewed_at = coalesce(first_viewed_at, ?), first_previewed_at = coalesce(first_previewed_at, ?), version = ?, sealed_details = ?, sealed_questions = ?
  WHERE id = ? AND version = ?`;

const NOTE_VIEW = 'UPDATE challenges SET first_viewed_at = ? WHERE id = ? AND first_viewed_at IS NULL';
const NOTE_PREVIEW =
  'UPDATE challenges SET first_previewed_at = ? WHERE id = ? AND first_previewed_at IS NULL';

const DUE = `SELECT id FROM challenges WHERE status = 'pending' AND expires_at <= ? ORDER BY expires_at LIMIT ?`;

const AT_OR_BEFORE = 'SELECT number, id FROM challenges WHERE id <= ? ORDER BY id DESC LIMIT 1';

const OF_CHANNEL = `
  SELECT number FROM challenges WHERE channel = ? AND status = ? AND number < ? ORDER BY number DESC LIMIT ?`;

const OF_CLIENT =
  'SELECT number FROM challenges WHERE client = ? AND number < ? ORDER BY number DESC LIMIT ?';

const OF_CLIENT_IN_STATUS = `
  SELECT number FROM challenges WHERE client = ? AND number < ? AND status = ? ORDER BY number DESC LIMIT ?`;

const OF_PHONE =
  'SELECT number FROM challenges WHERE phone_ref = unhex(?) AND number < ? ORDER BY number DESC LIMIT ?';

export function challengeById(database: Database, id: ChallengeId): ChallengeWithClient | null {
  const row = database.prepare(BY_ID).get(id);
  return row === undefined ? null : readWithClient(row);
}

export function challengeByToken(database: Database, tokenHash: Uint8Array): ChallengeWithClient | null {
  const row = database.prepare(BY_TOKEN).get(tokenHash);
  return row === undefined ? null : readWithClient(row);
}

/** Null where there is no such challenge. */
export function challengeVersion(database: Database, id: ChallengeId): number | null {
  const row = database.prepare(VERSION).get(id);
  return row === undefined ? null : integer(row, 'version');
}

export function insertChallenge(database: Database, challenge: Challenge): void {
  const { lifecycle } = challenge;
  database
    .prepare(INSERT)
    .run(
      challenge.id,
      challenge.channel,
      challenge.client,
      challenge.phone,
      challenge.policy,
      challenge.tokenHash,
      lifecycle.status,
      lifecycle.attempts,
      lifecycle.attemptsAllowed,
      lifecycle.createdAt,
      lifecycle.expiresAt,
      lifecycle.decidedAt,
      lifecycle.reason,
      challenge.firstViewedAt,
      challenge.firstPreviewedAt,
      challenge.version,
      challenge.sealedDetails,
      challenge.sealedQuestions,
    );
}

/**
 * Writes what may change of a challenge; its channel, client, policy, token and time of creation never do.
 * @param expectedVersion the one that `challengeVersion` gave in this transaction.
 */
export function updateChallenge(database: Database, expectedVersion: number, next: Challenge): void {
  const { lifecycle } = next;
  const { changes } = database
    .prepare(UPDATE)
    .run(
      lifecycle.status,
      lifecycle.attempts,
      lifecycle.attemptsAllowed,
      lifecycle.expiresAt,
      lifecycle.decidedAt,
      lifecycle.reason,
      next.firstViewedAt,
      next.firstPreviewedAt,
      next.version,
      next.sealedDetails,
      next.sealedQuestions,
      next.id,
      expectedVersion,
    );
  if (changes !== 1) throw new Error(`the update of a challenge changed ${changes} rows`);
}

/** Notes when a challenge was first viewed or previewed; false where that is known already. */
export function noteView(
  database: Database,
  { challenge, at, preview }: Pick<View, 'challenge' | 'at' | 'preview'>,
): boolean {
  const { changes } = database.prepare(preview ? NOTE_PREVIEW : NOTE_VIEW).run(at, challenge);
  return changes === 1;
}

export function dueChallenges(database: Database, now: Instant, limit: number): readonly ChallengeId[] {
  const rows = database.prepare(DUE).all(now, limit);
  return rows.map((row) => challengeId(row, 'id'));
}

export function listChallenges(database: Database, query: ChallengeQuery): readonly ChallengeWithClient[] {
  const below = query.before === null ? Number.MAX_SAFE_INTEGER : placeOf(database, query.before);
  const numbers =
    query.client === null
      ? numbersOfChannel(database, query, below)
      : numbersOfClient(database, query, query.client, below);
  return numbers.map((number) => challengeByNumber(database, number));
}

export function challengesOfPhone(
  database: Database,
  { phone, before, limit }: PhoneQuery,
): readonly ChallengeWithClient[] {
  const below = before === null ? Number.MAX_SAFE_INTEGER : placeOf(database, before);
  const rows = database.prepare(OF_PHONE).all(phone, below, limit);
  return rows.map((row) => challengeByNumber(database, integer(row, 'number')));
}

function challengeByNumber(database: Database, number: number): ChallengeWithClient {
  const row = database.prepare(BY_NUMBER).get(number);
  if (row === undefined) throw new Error('an index names a challenge that is not stored');
  return readWithClient(row);
}

/** The number below which all challenges are older than `id`, whether or not that one is still stored. */
function placeOf(database: Database, id: ChallengeId): number {
  const row = database.prepare(AT_OR_BEFORE).get(id);
  if (row === undefined) return 0;
  const number = integer(row, 'number');
  return row['id'] === id ? number : number + 1;
}

function numbersOfChannel(database: Database, query: ChallengeQuery, below: number): readonly number[] {
  // One short walk along the index for each status, then merged: in that index a channel's challenges are ordered
  // within their status only, and sorting all of them would grow with the table.
  const statuses = query.status === null ? STATUSES : [query.status];
  const statement = database.prepare(OF_CHANNEL);
  return statuses
    .flatMap((status) => statement.all(query.channel, status, below, query.limit))
    .map((row) => integer(row, 'number'))
    .sort((a, b) => b - a)
    .slice(0, query.limit);
}

function numbersOfClient(
  database: Database,
  { channel, status, limit }: ChallengeQuery,
  ref: Challenge['client'],
  below: number,
): readonly number[] {
  const client = clientNumber(database, channel, ref);
  if (client === null) return [];
  const rows =
    status === null
      ? database.prepare(OF_CLIENT).all(client, below, limit)
      : database.prepare(OF_CLIENT_IN_STATUS).all(client, below, status, limit);
  return rows.map((row) => integer(row, 'number'));
}
