import type { AuditAppend, Claim, DeliveryQuery } from '../../app/ports.ts';
import { DELIVERY_EVENTS, type Delivery } from '../../domain/delivery/delivery.ts';
import { type ChallengeId, type ChannelId, channelId, type DeliveryId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { blob, challengeId, deliveryId, integer, nullable, oneOf, type Row, text, time } from '../columns.ts';
import { DELIVERY_STATUSES } from '../vocabulary.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';
import type { Job } from './group-commit.ts';
import { bytesOrNull, type RowStatement, type RowsToWrite } from './rows-to-write.ts';
import { challengeRow } from './touched-rows.ts';

const COLUMNS = `id, challenge, channel, connector, event, sealed_link, status, attempts, created_at, next_attempt_at, last_error,
  delivered_at`;

const RETURNED = COLUMNS.replace(/\w+/g, 'deliveries.$&');

const BY_ID: Statement = { name: 'delivery-by-id', text: `SELECT ${COLUMNS} FROM deliveries WHERE id = $1` };

const INSERT: RowStatement = {
  name: 'deliveries-insert',
  place: 7,
  exactly: true,
  text: `
    INSERT INTO deliveries (${COLUMNS})
    SELECT ${COLUMNS} FROM ROWS FROM (json_to_recordset($1) AS (id text, challenge text, channel text, connector text,
      event text, sealed_link bytea, status text, attempts integer, created_at bigint, next_attempt_at bigint,
      last_error text, delivered_at bigint)) WITH ORDINALITY ORDER BY ordinality`,
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
    SELECT * FROM leased ORDER BY due_at, number`,
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
      WHERE deliveries.channel = channels.channel AND deliveries.status = wanted.status ORDER BY number DESC LIMIT $3
    ) AS deliveries
    ORDER BY deliveries.number DESC LIMIT $3`,
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
): Promise<readonly Delivery[]> {
  const { rows } = await database.write(CLAIM, [channel, now, leaseUntil, limit]);
  return rows.map(readDelivery);
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
      if (guards.attempts(next.id) !== next.attempts) return false;
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
  const { challenge, channel, status, limit } = query;
  if (challenge !== null) {
    return (await deliveriesOf(database, [challenge]))
      .filter((delivery) => channel === null || delivery.channel === channel)
      .filter((delivery) => status === null || delivery.status === status)
      .toReversed()
      .slice(0, limit);
  }
  const statuses = status === null ? DELIVERY_STATUSES : [status];
  return (await database.read(LIST, [channel, statuses, limit])).map(readDelivery);
}

const status = oneOf(DELIVERY_STATUSES);
const event = oneOf(DELIVERY_EVENTS);

function readDelivery(row: Row): Delivery {
  return {
    id: deliveryId(row, 'id'),
    challenge: challengeId(row, 'challenge'),
    channel: channelId(text(row, 'channel')),
    connector: text(row, 'connector'),
    event: event(row, 'event'),
    sealedLink: nullable(blob, row, 'sealed_link'),
    status: status(row, 'status'),
    attempts: integer(row, 'attempts'),
    createdAt: time(row, 'created_at'),
    nextAttemptAt: time(row, 'next_attempt_at'),
    lastError: nullable(text, row, 'last_error'),
    deliveredAt: nullable(time, row, 'delivered_at'),
  };
}
