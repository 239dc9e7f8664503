import type { Change } from '../../app/store-ports.ts';
import type { AuditAppender } from './audit-appender.ts';
import { challengeVersion, insertChallenge, updateChallenge } from './challenges.ts';
import { writeClient } from './clients.ts';
import type { Database } from './database.ts';
import { forgetLink, insertDelivery } from './deliveries.ts';
import { findIdempotent, writeIdempotent } from './idempotency.ts';

/**
 * Writes a change in the caller's transaction, or nothing of it. Every guard is looked at before the first write, or by
 * it, and nobody else can write in between: a conflict therefore has nothing to undo, and the rest of the group goes on.
 */
export function commitChange(
  database: Database,
  appender: AuditAppender,
  change: Change,
): 'committed' | 'conflict' {
  if (!isExpected(database, change)) return 'conflict';
  const { client, newChallenge, challenges, audit, deliveries, idempotency } = change;
  // First, since a client who is not as expected is left alone. Challenges refer to them, and deliveries to challenges.
  if (client !== null && !writeClient(database, client.expectedVersion, client.next)) return 'conflict';
  if (newChallenge !== null) insertChallenge(database, newChallenge);
  for (const { expectedVersion, next } of challenges) {
    updateChallenge(database, expectedVersion, next);
    if (next.lifecycle.status !== 'pending') forgetLink(database, next.id);
  }
  for (const entry of audit) appender.append(entry);
  for (const delivery of deliveries) insertDelivery(database, delivery);
  if (idempotency !== null) writeIdempotent(database, idempotency);
  return 'committed';
}

function isExpected(database: Database, { challenges, idempotency }: Change): boolean {
  if (
    challenges.some(({ expectedVersion, next }) => challengeVersion(database, next.id) !== expectedVersion)
  ) {
    return false;
  }
  return idempotency === null || findIdempotent(database, idempotency.channel, idempotency.key) === null;
}
