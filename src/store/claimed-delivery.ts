import type { ClaimedDelivery } from '../app/store-ports.ts';
import { blob, nullable, oneOf, type Row, time } from './columns.ts';
import { readDelivery } from './rows.ts';
import { REASONS, STATUSES } from './vocabulary.ts';

/** Of a delivery's challenge and client, for `readClaimed` to find beside the delivery's own columns. */
export const TOLD_COLUMNS = `
  challenges.status AS challenge_status, challenges.reason, challenges.created_at AS challenge_created_at,
  challenges.expires_at, challenges.decided_at, challenges.sealed_details, clients.wrapped_key`;

const status = oneOf(STATUSES);
const reason = oneOf(REASONS);

export function readClaimed(row: Row): ClaimedDelivery {
  const delivery = readDelivery(row);
  return {
    delivery,
    challenge: {
      id: delivery.challenge,
      lifecycle: {
        status: status(row, 'challenge_status'),
        createdAt: time(row, 'challenge_created_at'),
        expiresAt: time(row, 'expires_at'),
        decidedAt: nullable(time, row, 'decided_at'),
        reason: nullable(reason, row, 'reason'),
      },
      sealedDetails: blob(row, 'sealed_details'),
    },
    client: { wrappedKey: blob(row, 'wrapped_key') },
  };
}
