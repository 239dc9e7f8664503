import type { AuditAppend } from '../../app/log-ports.ts';
import type { Claim, ClaimedDelivery, DeliveryQuery } from '../../app/store-ports.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import type { ChallengeId, ChannelId, DeliveryId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { readClaimed, TOLD_COLUMNS } from '../claimed-delivery.ts';
import { integer, type Row, text, time } from '../columns.ts';
import { endOf, type Place, pageOf } from '../delivery-page.ts';
import { readDelivery } from '../rows.ts';
import { DELIVERY_STATUSES } from '../vocabulary.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';
import type { Job } from './group-commit.ts';
import { bytesOrNull, type RowStatement, type RowsToWrite } from './rows-to-write.ts';
import { challengeRow } from './touched-rows.ts';

const COLUMNS = `id, challenge, channel, connector, event, sealed_link, status, attempts, attempts_before, created_at,
  next_attempt_at, last_error, delivered_at`;

const RETURNED = COLUMNS.replace(/\w+/g, 'deliveries.$&');

const BY_ID: Statement = { name: 'delivery-by-id', text: `SELECT ${COLUMNS} FROM deliveries WHERE id = $1` };

const INSERT: RowStatement = {
  name: 'deliveries-insert',
  place: 7,
  exactly: true,
  text: `
    INSERT INTO deliveries (${COLUMNS})
    SELECT ${COLUMNS} FROM ROWS FROM (json_to_recordset($1) AS (id text, challenge text, channel text, connector text,
      event text, sealed_link bytea, status text, attempts integer, attempts_before integer, created_at bigint,
      next_attempt_at bigint, last_error text, delivered_at bigint)) WITH ORDINALITY ORDER BY ordinality`,
};

// Rows that another deliverer is about to lease are passed over: no two get the same, and nobody waits.
const CLAIM: Statement = {
  name: 'deliveries-claim',
  text: `
    WITH due AS (
      SELECT number, next_attempt_at AS due_at FROM deliveries
      WHERE status = 'pending' AND channel = $1 AND next_attempt_at <= $2
      ORDER BY next_attempt_at LIMIT $4 FOR UPDATE SKIP LOCKED
    ), leased AS (
      UPDATE deliveries SET attempts = attempts + 1, next_attempt_at = $3
      FROM due WHERE deliveries.number = due.number RETURNING ${RETURNED}, due.due_at, deliveries.number
    )
    SELECT leased.*, ${TOLD_COLUMNS} FROM leased
      JOIN challenges ON challenges.id = leased.challenge
      JOIN clients ON clients.channel = challenges.channel AND clients.ref = challenges.client
    ORDER BY due_at, leased.number`,
};

// A link is not taken from the outcome: it may have gone while the attempt was under way.
const SETTLE: RowStatement = {
  name: 'deliveries-settle',
  place: 8,
  exactly: true,
  text: `
    UPDATE deliveries SET status = given.status,
      sealed_link = CASE WHEN given.status = 'pending' THEN sealed_link END, next_attempt_at = given.next_attempt_at,
      last_error = given.last_error, delivered_at = given.delivered_at
    FROM json_to_recordset($1) AS given (id text, attempts integer, status text, next_attempt_at bigint, last_error text,
      delivered_at bigint)
    WHERE deliveries.id = given.id AND deliveries.attempts = given.attempts`,
};

const OVERRIDE: RowStatement = {
  name: 'deliveries-override',
  place: 9,
  exactly: true,
  text: `
    UPDATE deliveries SET status = given.status,
      sealed_link = CASE WHEN given.status = 'pending' THEN sealed_link END, attempts_before = given.attempts_before,
      next_attempt_at = given.next_attempt_at, last_error = given.last_error, delivered_at = given.delivered_at
    FROM json_to_recordset($1) AS given (id text, status text, attempts_before integer, next_attempt_at bigint,
      last_error text, delivered_at bigint)
    WHERE deliveries.id = given.id`,
};

const FORGET_LINK: RowStatement = {
  name: 'deliveries-forget-link',
  place: 6,
  exactly: false,
  text: `
    UPDATE deliveries SET sealed_link = NULL FROM json_to_recordset($1) AS given (challenge text)
    WHERE deliveries.challenge = given.challenge AND sealed_link IS NOT NULL`,
};

const NEXT_DUE: Statement = {
  name: 'deliveries-next-due',
  text: `SELECT next_attempt_at FROM deliveries WHERE status = 'pending' AND channel = $1 ORDER BY next_attempt_at LIMIT 1`,
};

const OF_CHALLENGES: Statement = {
  name: 'deliveries-of-challenges',
  text: `
    SELECT ${RETURNED} FROM unnest($1::text[]) WITH ORDINALITY AS wanted (id, place)
      JOIN deliveries ON deliveries.challenge = wanted.id
    ORDER BY wanted.place, deliveries.number`,
};

const LIST: Statement = {
  name: 'deliveries-list',
  text: `
    WITH RECURSIVE channels (channel) AS (
      SELECT coalesce($1, (SELECT min(channel) FROM deliveries))
      UNION ALL
      SELECT (SELECT min(channel) FROM deliveries WHERE channel > channels.channel) FROM channels
      WHERE $1::text IS NULL AND channels.channel IS NOT NULL
    )
    SELECT ${RETURNED} FROM channels CROSS JOIN unnest($2::text[]) AS wanted (status) CROSS JOIN LATERAL (
      SELECT * FROM deliveries
      WHERE deliveries.channel = channels.channel AND deliveries.status = wanted.status
        AND created_at >= $4 AND (created_at, number) < ($5, $6)
      ORDER BY created_at DESC, number DESC LIMIT $3
    ) AS deliveries
    ORDER BY deliveries.created_at DESC, deliveries.number DESC LIMIT $3`,
};

const AT_OR_BEFORE: Statement = {
  name: 'delivery-at-or-before',
  text: `SELECT number, id, created_at FROM deliveries WHERE id <= $1 ORDER BY id DESC LIMIT 1`,
};

export function writeDelivery(rows: RowsToWrite, delivery: Delivery): void {
  rows.add(INSERT, {
    id: delivery.id,
    challenge: delivery.challenge,
    channel: delivery.channel,
    connector: delivery.connector,
    event: delivery.event,
    sealed_link: bytesOrNull(delivery.sealedLink),
    status: delivery.status,
    attempts: delivery.attempts,
    attempts_before: delivery.attemptsBefore,
    created_at: delivery.createdAt,
    next_attempt_at: delivery.nextAttemptAt,
    last_error: delivery.lastError,
    delivered_at: delivery.deliveredAt,
  });
}

/** Counts an attempt on each of a channel's earliest due deliveries, and puts them off until the lease ends. */
export async function claimDeliveries(
  database: Database,
  { channel, now, leaseUntil, limit }: Claim,
): Promise<readonly ClaimedDelivery[]> {
  const { rows } = await database.write(CLAIM, [channel, now, leaseUntil, limit]);
  return rows.map(readClaimed);
}

/** Writes what became of an attempt, and its entry; false, and neither, where another attempt was counted since. */
export function settleDelivery(next: Delivery, entry: AuditAppend | null): Job<boolean> {
  return {
    touches: [challengeRow(next.challenge)],
    ask: (guards) => {
      guards.askDelivery(next.id);
      if (entry !== null) guards.askEntries(entry.draft.challenge);
    },
    write: (guards, rows, log) => {
      const stored = guards.delivery(next.id);
      if (stored?.status !== 'pending' || stored.attempts !== next.attempts) return false;
      rows.add(SETTLE, {
        id: next.id,
        attempts: next.attempts,
        status: next.status,
        next_attempt_at: next.nextAttemptAt,
        last_error: next.lastError,
        delivered_at: next.deliveredAt,
      });
      if (entry !== null) log.append(entry);
      return true;
    },
  };
}

/** Writes what an operator made of it, and its entry; false, and neither, where it is no longer as it was before. */
export function overrideDelivery(before: Delivery, next: Delivery, entry: AuditAppend | null): Job<boolean> {
  return {
    touches: [challengeRow(next.challenge)],
    ask: (guards) => {
      guards.askDelivery(before.id);
      if (entry !== null) guards.askEntries(entry.draft.challenge);
    },
    write: (guards, rows, log) => {
      const stored = guards.delivery(before.id);
      if (stored?.status !== before.status || stored.attempts !== before.attempts) return false;
      if (stored.nextAttemptAt !== before.nextAttemptAt) return false;
      rows.add(OVERRIDE, {
        id: before.id,
        status: next.status,
        attempts_before: next.attemptsBefore,
        next_attempt_at: next.nextAttemptAt,
        last_error: next.lastError,
        delivered_at: next.deliveredAt,
      });
      if (entry !== null) log.append(entry);
      return true;
    },
  };
}

/** Removes a challenge's link from wherever it waits to be sent. */
export function forgetLink(rows: RowsToWrite, challenge: ChallengeId): void {
  rows.add(FORGET_LINK, { challenge });
}

export async function nextDueDelivery(database: Database, channel: ChannelId): Promise<Instant | null> {
  const [row] = await database.read(NEXT_DUE, [channel]);
  return row === undefined ? null : time(row, 'next_attempt_at');
}

/** In the order of `ids`, and for each in the order of writing. */
export async function deliveriesOf(
  database: Database,
  ids: readonly ChallengeId[],
): Promise<readonly Delivery[]> {
  if (ids.length === 0) return [];
  return (await database.read(OF_CHALLENGES, [ids])).map(readDelivery);
}

export async function findDelivery(database: Database, id: DeliveryId): Promise<Delivery | null> {
  const [row] = await database.read(BY_ID, [id]);
  return row === undefined ? null : readDelivery(row);
}

/** Newest first. */
export async function listDeliveries(database: Database, query: DeliveryQuery): Promise<readonly Delivery[]> {
  const { challenge, channel, status, since, limit } = query;
  if (challenge !== null) return pageOf(query, await deliveriesOf(database, [challenge]));
  const statuses = status === null ? DELIVERY_STATUSES : [status];
  const { before } = query;
  const found = before === null ? [] : await database.read(AT_OR_BEFORE, [before]);
  const end = endOf(query, found.map((row) => ({ ...placeOf(row), id: text(row, 'id') }))[0] ?? null);
  const values = [channel, statuses, limit, since ?? 0, end.createdAt, end.number];
  return (await database.read(LIST, values)).map(readDelivery);
}

const placeOf = (row: Row): Place => ({ createdAt: time(row, 'created_at'), number: integer(row, 'number') });
