import type { Claim, ClaimedDelivery, DeliveryQuery } from '../../app/store-ports.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import type { ChallengeId, ChannelId, DeliveryId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { readClaimed, TOLD_COLUMNS } from '../claimed-delivery.ts';
import { integer, type Row, text, time } from '../columns.ts';
import { endOf, type Place, pageOf } from '../delivery-page.ts';
import { readDelivery } from '../rows.ts';
import { DELIVERY_STATUSES } from '../vocabulary.ts';
import type { Database } from './database.ts';

const COLUMNS = `
  deliveries.number, deliveries.id, challenges.id AS challenge, deliveries.channel, connector, event,
  sealed_link, deliveries.status,
  deliveries.attempts, attempts_before, deliveries.created_at, next_attempt_at, last_error, delivered_at`;

const DELIVERIES = `SELECT ${COLUMNS} FROM deliveries JOIN challenges ON challenges.number = deliveries.challenge`;

const BY_ID = `${DELIVERIES} WHERE deliveries.id = ?`;
const BY_NUMBER = `${DELIVERIES} WHERE deliveries.number = ?`;

// Without a challenge of that id this breaks NOT NULL.
const INSERT = `
  INSERT INTO deliveries (id, challenge, channel, connector, event, sealed_link, status, attempts,
    attempts_before, created_at, next_attempt_at, last_error, delivered_at)
  VALUES (?, (SELECT number FROM challenges WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

// As they are when LEASE has counted an attempt.
const DUE = `
  SELECT deliveries.number, deliveries.id, challenges.id AS challenge, deliveries.channel, connector, event,
    sealed_link, deliveries.status, deliveries.attempts + 1 AS attempts, attempts_before, deliveries.created_at,
    ?1 AS next_attempt_at, last_error, delivered_at, ${TOLD_COLUMNS}
  FROM deliveries
    JOIN challenges ON challenges.number = deliveries.challenge
    JOIN clients ON clients.number = challenges.client
  WHERE deliveries.status = 'pending' AND deliveries.channel = ?2 AND deliveries.next_attempt_at <= ?3
  ORDER BY deliveries.next_attempt_at LIMIT ?4`;

const LEASE =
  'UPDATE deliveries SET attempts = attempts + 1, next_attempt_at = ?, leased = 1 WHERE number = ?';

const END_LEASES =
  "UPDATE deliveries SET leased = 0, next_attempt_at = created_at WHERE status = 'pending' AND leased = 1";

// A link is not taken from `next`: it may have gone while the attempt was under way.
const SETTLE = `
  UPDATE deliveries SET status = ?1, sealed_link = iif(?1 = 'pending', sealed_link, NULL), next_attempt_at = ?2, last_error = ?3,
    delivered_at = ?4, leased = 0
  WHERE id = ?5 AND attempts = ?6 AND status = 'pending'`;

const OVERRIDE = `
  UPDATE deliveries SET status = ?1, sealed_link = iif(?1 = 'pending', sealed_link, NULL), attempts_before = ?2,
    next_attempt_at = ?3, last_error = ?4, delivered_at = ?5
  WHERE id = ?6 AND attempts = ?7 AND status = ?8 AND next_attempt_at = ?9`;

const FORGET_LINK = `
  UPDATE deliveries SET sealed_link = NULL
  WHERE challenge = (SELECT number FROM challenges WHERE id = ?) AND sealed_link IS NOT NULL`;

const NEXT_DUE = `
  SELECT next_attempt_at FROM deliveries
  WHERE status = 'pending' AND channel = ? ORDER BY next_attempt_at LIMIT 1`;

const OF_CHALLENGES = `
  SELECT ${COLUMNS}
  FROM json_each(?) AS wanted
    CROSS JOIN challenges ON challenges.id = wanted.value
    CROSS JOIN deliveries ON deliveries.challenge = challenges.number
  ORDER BY wanted.key, deliveries.number`;

const CHANNELS = `
  WITH RECURSIVE found (channel) AS (
    SELECT min(channel) FROM deliveries
    UNION ALL
    SELECT (SELECT min(channel) FROM deliveries WHERE channel > found.channel) FROM found WHERE found.channel IS NOT NULL
  )
  SELECT channel FROM found WHERE channel IS NOT NULL`;

const OF_CHANNEL = `
  SELECT number, created_at FROM deliveries
  WHERE channel = ? AND status = ? AND created_at >= ? AND (created_at, number) < (?, ?)
  ORDER BY created_at DESC, number DESC LIMIT ?`;

const AT_OR_BEFORE = 'SELECT number, id, created_at FROM deliveries WHERE id <= ? ORDER BY id DESC LIMIT 1';

export function insertDelivery(database: Database, delivery: Delivery): void {
  database
    .prepare(INSERT)
    .run(
      delivery.id,
      delivery.challenge,
      delivery.channel,
      delivery.connector,
      delivery.event,
      delivery.sealedLink,
      delivery.status,
      delivery.attempts,
      delivery.attemptsBefore,
      delivery.createdAt,
      delivery.nextAttemptAt,
      delivery.lastError,
      delivery.deliveredAt,
    );
}

/** Counts an attempt on each of a channel's earliest due deliveries, and puts them off until the lease ends. */
export function claimDeliveries(
  database: Database,
  { channel, now, leaseUntil, limit }: Claim,
): readonly ClaimedDelivery[] {
  const rows = database.prepare(DUE).all(leaseUntil, channel, now, limit);
  const lease = database.prepare(LEASE);
  for (const row of rows) lease.run(leaseUntil, integer(row, 'number'));
  return rows.map(readClaimed);
}

/**
 * Makes due what a server before this one had under way when it died: nobody else can be at it, since only one serves,
 * so there is no need to wait for its leases to end.
 */
export function endLeases(database: Database): void {
  database.prepare(END_LEASES).run();
}

/** Writes what became of an attempt; false where another attempt was counted since. */
export function settleDelivery(database: Database, next: Delivery): boolean {
  const { changes } = database
    .prepare(SETTLE)
    .run(next.status, next.nextAttemptAt, next.lastError, next.deliveredAt, next.id, next.attempts);
  return changes === 1;
}

/** Writes what an operator made of it; false where it is no longer as it was before. */
export function overrideDelivery(database: Database, before: Delivery, next: Delivery): boolean {
  const { changes } = database
    .prepare(OVERRIDE)
    .run(
      next.status,
      next.attemptsBefore,
      next.nextAttemptAt,
      next.lastError,
      next.deliveredAt,
      before.id,
      before.attempts,
      before.status,
      before.nextAttemptAt,
    );
  return changes === 1;
}

/** Removes a challenge's link from wherever it waits to be sent. */
export function forgetLink(database: Database, challenge: ChallengeId): void {
  database.prepare(FORGET_LINK).run(challenge);
}

export function nextDueDelivery(database: Database, channel: ChannelId): Instant | null {
  const row = database.prepare(NEXT_DUE).get(channel);
  return row === undefined ? null : time(row, 'next_attempt_at');
}

/** In the order of `ids`, and for each in the order of writing. */
export function deliveriesOf(database: Database, ids: readonly ChallengeId[]): readonly Delivery[] {
  return database.prepare(OF_CHALLENGES).all(JSON.stringify(ids)).map(readDelivery);
}

export function findDelivery(database: Database, id: DeliveryId): Delivery | null {
  const row = database.prepare(BY_ID).get(id);
  return row === undefined ? null : readDelivery(row);
}

/** Newest first. */
export function listDeliveries(database: Database, query: DeliveryQuery): readonly Delivery[] {
  const { challenge, channel, status, limit } = query;
  if (challenge !== null) return pageOf(query, deliveriesOf(database, [challenge]));
  // As with challenges: one short walk along the index for each channel and status, then merged.
  const channels = channel === null ? channelsWithDeliveries(database) : [channel];
  const statuses = status === null ? DELIVERY_STATUSES : [status];
  const statement = database.prepare(OF_CHANNEL);
  const { before } = query;
  const found = before === null ? undefined : database.prepare(AT_OR_BEFORE).get(before);
  const end = endOf(query, found === undefined ? null : { ...placeOf(found), id: text(found, 'id') });
  return channels
    .flatMap((ofChannel) =>
      statuses.flatMap((inStatus) =>
        statement.all(ofChannel, inStatus, query.since ?? 0, end.createdAt, end.number, limit),
      ),
    )
    .map(placeOf)
    .sort((a, b) => b.createdAt - a.createdAt || b.number - a.number)
    .slice(0, limit)
    .map(({ number }) => deliveryByNumber(database, number));
}

const placeOf = (row: Row): Place => ({ createdAt: time(row, 'created_at'), number: integer(row, 'number') });

function channelsWithDeliveries(database: Database): readonly string[] {
  const rows = database.prepare(CHANNELS).all();
  return rows.map((row) => text(row, 'channel'));
}

function deliveryByNumber(database: Database, number: number): Delivery {
  const row = database.prepare(BY_NUMBER).get(number);
  if (row === undefined) throw new Error('an index names a delivery that is not stored');
  return readDelivery(row);
}
