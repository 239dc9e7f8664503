import type { DeliveryFilter } from '../../app/operate-deliveries.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import { parseId } from '../../kernel/ids.ts';
import { type Instant, parseRfc3339 } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { Type } from '../../kernel/schema.ts';
import { DELIVERY_STATUSES } from './delivery-schema.ts';

/** How a list or a range of deliveries is narrowed, in a query and in a body alike. */
export const FILTER_MEMBERS = {
  status: Type.Optional(
    Type.Unsafe<Delivery['status']>({
      type: 'string',
      enum: [...DELIVERY_STATUSES],
      description: 'Only those of this status.',
    }),
  ),
  challenge_id: Type.Optional(
    Type.String({ pattern: '^chl_[0-9a-f]{32}$', description: 'Only those of this challenge.' }),
  ),
  since: Type.Optional(
    Type.String({ format: 'date-time', description: 'Only those made at or after this time (RFC 3339).' }),
  ),
  until: Type.Optional(
    Type.String({ format: 'date-time', description: 'Only those made before this time (RFC 3339).' }),
  ),
} as const;

export const FILTER_NAMES = ['status', 'challenge_id', 'since', 'until'] as const;

/** @param member the value of a member; undefined where it is left out. @returns or, in plain words, what is wrong. */
export function parseFilter(
  member: (name: (typeof FILTER_NAMES)[number]) => unknown,
): Result<DeliveryFilter, string> {
  const given = member('status');
  const status = DELIVERY_STATUSES.find((known) => known === given) ?? null;
  if (given !== undefined && status === null) {
    return err(`The value status must be one of ${DELIVERY_STATUSES.join(', ')}.`);
  }
  const id = member('challenge_id');
  const challenge = typeof id === 'string' ? parseId('challenge', id) : null;
  if (id !== undefined && challenge === null)
    return err('The value challenge_id must be the id of a challenge.');
  const since = timeOf(member('since'));
  const until = timeOf(member('until'));
  if (since === undefined || until === undefined) {
    return err('The values since and until must be times such as 2026-11-22T09:30:00Z.');
  }
  return ok({ challenge, status, since, until });
}

/** Null where none is given, undefined where it is none. */
function timeOf(value: unknown): Instant | null | undefined {
  if (value === undefined) return null;
  return typeof value === 'string' ? (parseRfc3339(value) ?? undefined) : undefined;
}
