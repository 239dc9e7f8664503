import type { Change } from '../../app/store-ports.ts';
import { updateChallenge, writeNewChallenge } from './challenges.ts';
import { writeClient } from './clients.ts';
import { forgetLink, writeDelivery } from './deliveries.ts';
import type { Job } from './group-commit.ts';
import type { Guards } from './guards.ts';
import { writeIdempotent } from './idempotency.ts';
import { challengeRow, clientRow, recordRow } from './touched-rows.ts';

/** Writes a change, or nothing of it where one of its guards does not hold. */
export function commitChange(change: Change): Job<'committed' | 'conflict'> {
  const { client, newChallenge, challenges, audit, deliveries, idempotency } = change;
  return {
    touches: touchedBy(change),
    ask: (guards) => {
      if (client !== null) guards.askClient(client.next.channel, client.next.ref);
      for (const { next } of challenges) guards.askChallenge(next.id);
      if (idempotency !== null) guards.askRecord(idempotency.channel, idempotency.key);
      for (const { draft } of audit) guards.askEntries(draft.challenge);
    },
    write: (guards, rows, log) => {
      if (!isExpected(guards, change)) return 'conflict';
      if (client !== null) writeClient(rows, client.expectedVersion, client.next);
      if (newChallenge !== null) writeNewChallenge(rows, newChallenge);
      for (const { expectedVersion, next } of challenges) {
        updateChallenge(rows, expectedVersion, next);
        if (next.lifecycle.status !== 'pending') forgetLink(rows, next.id);
      }
      for (const entry of audit) log.append(entry);
      for (const delivery of deliveries) writeDelivery(rows, delivery);
      if (idempotency !== null) writeIdempotent(rows, idempotency);
      return 'committed';
    },
  };
}

function touchedBy({ client, newChallenge, challenges, deliveries, idempotency }: Change): readonly string[] {
  return [
    ...(client === null ? [] : [clientRow(client.next.channel, client.next.ref)]),
    ...(newChallenge === null ? [] : [challengeRow(newChallenge.id)]),
    ...challenges.map(({ next }) => challengeRow(next.id)),
    ...deliveries.map(({ challenge }) => challengeRow(challenge)),
    ...(idempotency === null ? [] : [recordRow(idempotency.channel, idempotency.key)]),
  ];
}

function isExpected(guards: Guards, { client, challenges, idempotency }: Change): boolean {
  if (client !== null) {
    const { expectedVersion, next } = client;
    if (guards.clientVersion(next.channel, next.ref) !== expectedVersion) return false;
  }
  if (
    challenges.some(({ expectedVersion, next }) => guards.challenge(next.id)?.version !== expectedVersion)
  ) {
    return false;
  }
  return idempotency === null || !guards.hasRecord(idempotency.channel, idempotency.key);
}
