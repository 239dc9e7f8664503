import type { IdempotencyRecord } from '../../app/store-ports.ts';
import { sha256 } from '../../kernel/digest.ts';
import type { ChannelId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { blob, challengeId, time } from '../columns.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';
import { bytes, type RowStatement, type RowsToWrite } from './rows-to-write.ts';

const FIND: Statement = {
  name: 'idempotency-find',
  text: 'SELECT request_hash, challenge, sealed_answer, expires_at FROM idempotency WHERE channel = $1 AND key_hash = $2',
};

const INSERT: RowStatement = {
  name: 'idempotency-insert',
  place: 9,
  exactly: true,
  text: `
    INSERT INTO idempotency (channel, key_hash, request_hash, challenge, sealed_answer, expires_at)
    SELECT channel, key_hash, request_hash, challenge, sealed_answer, expires_at
    FROM json_to_recordset($1) AS given
      (channel text, key_hash bytea, request_hash bytea, challenge text, sealed_answer bytea, expires_at bigint)`,
};

const FORGET: Statement = {
  name: 'idempotency-forget',
  text: `
    DELETE FROM idempotency USING (
      SELECT channel, key_hash FROM idempotency WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2
    ) AS ended
    WHERE idempotency.channel = ended.channel AND idempotency.key_hash = ended.key_hash`,
};

export async function findIdempotent(
  database: Database,
  channel: ChannelId,
  key: string,
): Promise<IdempotencyRecord | null> {
  const [row] = await database.read(FIND, [channel, sha256(key)]);
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

export function writeIdempotent(rows: RowsToWrite, record: IdempotencyRecord): void {
  rows.add(INSERT, {
    channel: record.channel,
    key_hash: bytes(sha256(record.key)),
    request_hash: bytes(record.requestHash),
    challenge: record.challenge,
    sealed_answer: bytes(record.sealedAnswer),
    expires_at: record.expiresAt,
  });
}

/** Removes at most `limit` records that ended at or before `now`; answers how many. */
export async function forgetIdempotent(database: Database, now: Instant, limit: number): Promise<number> {
  return (await database.write(FORGET, [now, limit])).count;
}
