import type { DeliveryQuery } from '../app/store-ports.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';

/** The page that a query asks for, of the few deliveries of one challenge in the order of writing. */
export function pageOf(query: DeliveryQuery, deliveries: readonly Delivery[]): readonly Delivery[] {
  const { channel, status, since, until, before, limit } = query;
  const newest = deliveries
    .toReversed()
    .sort((a, b) => b.createdAt - a.createdAt)
    .filter((delivery) => channel === null || delivery.channel === channel);
  const last = newest.findIndex(({ id }) => id === before);
  return newest
    .slice(last + 1)
    .filter((delivery) => status === null || delivery.status === status)
    .filter(
      ({ createdAt }) => (since === null || createdAt >= since) && (until === null || createdAt < until),
    )
    .slice(0, limit);
}

/** A place in a list by time, of one time by the order of writing; a page stands below one. */
export type Place = { readonly createdAt: number; readonly number: number };

/**
 * Below which place the deliveries of a query stand.
 * @param found the delivery that the query's page begins behind or, where that is stored no more, the next older id.
 */
export function endOf(
  { until, before }: DeliveryQuery,
  found: (Place & { readonly id: string }) | null,
): Place {
  const end =
    until === null
      ? { createdAt: Number.MAX_SAFE_INTEGER, number: Number.MAX_SAFE_INTEGER }
      : { createdAt: until, number: 0 };
  if (before === null) return end;
  if (found === null) return { createdAt: 0, number: 0 };
  const number = found.id === before ? found.number : found.number + 1;
  return found.createdAt < end.createdAt ? { createdAt: found.createdAt, number } : end;
}
