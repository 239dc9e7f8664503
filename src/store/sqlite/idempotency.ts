import type { IdempotencyRecord } from '../../app/store-ports.ts';
import { sha256 } from '../../kernel/digest.ts';
import type { ChannelId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { blob, challengeId, time } from '../columns.ts';
import type { Database } from './database.ts';

const FIND =
  'SELECT request_hash, challenge, sealed_answer, expires_at FROM idempotency WHERE channel = ? AND key_hash = ?';

const INSERT =
  'INSERT INTO idempotency (channel, key_hash, request_hash, challenge, sealed_answer, expires_at) VALUES (?, ?, ?, ?, ?, ?)';

const FORGET = `
  DELETE FROM idempotency WHERE (channel, key_hash) IN (
    SELECT channel, key_hash FROM idempotency WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)`;

export function findIdempotent(
  database: Database,
  channel: ChannelId,
  key: string,
): IdempotencyRecord | null {
  const row = database.prepare(FIND).get(channel, sha256(key));
  if (row === undefined) return null;
  return {
    channel,
    key,
    requestHash: blob(row, 'request_hash'),
    challenge: challengeId(row, 'challenge'),
    sealedAnswer: blob(row, 'sealed_answer'),
    expiresAt: time(row, 'expires_at'),
  };
}

export function writeIdempotent(database: Database, record: IdempotencyRecord): void {
  database
    .prepare(INSERT)
    .run(
      record.channel,
      sha256(record.key),
      record.requestHash,
      record.challenge,
      record.sealedAnswer,
      record.expiresAt,
    );
}

/** Removes at most `limit` records that ended at or before `now`; answers how many. */
export function forgetIdempotent(database: Database, now: Instant, limit: number): number {
  return Number(database.prepare(FORGET).run(now, limit).changes);
}
