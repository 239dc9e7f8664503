import type { Delivery } from '../domain/delivery/delivery.ts';
import { giveUp, type Operated, sendAgain } from '../domain/delivery/operate.ts';
import type { ChallengeId, ChannelId, DeliveryId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { deliveryEntry } from './log-drafts.ts';
import { retryConflicts } from './retry-conflicts.ts';
import type { Service } from './service.ts';
import type { DeliveryStore } from './store-ports.ts';

/** What operating deliveries needs of the service: a command beside it has as much. */
export type Operating = Pick<Service, 'clock' | 'notices' | 'build'> & {
  readonly store: { readonly deliveries: Pick<DeliveryStore, 'find' | 'list' | 'override'> };
};

/** Whose deliveries: one channel's, or (null) everybody's, which is for the operator alone. */
export type Scope = ChannelId | null;

/** Null: whichever. */
export type DeliveryFilter = {
  readonly challenge: ChallengeId | null;
  readonly status: Delivery['status'] | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
};

export type DeliveryPage = {
  readonly deliveries: readonly Delivery[];
  /** Behind which the next page begins; null where this is the last. */
  readonly next: DeliveryId | null;
};

export type OperateOutcome =
  | { readonly type: 'changed'; readonly delivery: Delivery }
  | Exclude<Operated, { readonly type: 'changed' }>
  | { readonly type: 'unknown' };

const AT_ONCE = 100;

/** Newest first. @param limit 1 to 100. @throws StoreUnavailable */
export async function listDeliveries(
  { store }: Operating,
  scope: Scope,
  filter: DeliveryFilter,
  limit: number,
  before: DeliveryId | null,
): Promise<DeliveryPage> {
  const rows = await store.deliveries.list({ ...filter, channel: scope, before, limit: limit + 1 });
  const deliveries = rows.slice(0, limit);
  return { deliveries, next: rows.length > limit ? (deliveries.at(-1)?.id ?? null) : null };
}

/** Null where the scope has none of that id. @throws StoreUnavailable */
export async function findDelivery(
  { store }: Operating,
  scope: Scope,
  id: DeliveryId,
): Promise<Delivery | null> {
  const delivery = await store.deliveries.find(id);
  return delivery !== null && (scope === null || delivery.channel === scope) ? delivery : null;
}

/** Makes a delivery due now, with its whole schedule before it. @throws StoreUnavailable */
export const sendDeliveryAgain = (
  service: Operating,
  scope: Scope,
  id: DeliveryId,
): Promise<OperateOutcome> => operate(service, scope, id, again);

/** Ends a delivery that is not delivered yet. @throws StoreUnavailable */
export const giveDeliveryUp = (service: Operating, scope: Scope, id: DeliveryId): Promise<OperateOutcome> =>
  operate(service, scope, id, up);

/** Sends every delivery of a filter again that can be. @returns how many. @throws StoreUnavailable */
export const sendDeliveriesAgain = (
  service: Operating,
  scope: Scope,
  filter: DeliveryFilter,
): Promise<number> => operateAll(service, scope, filter, again);

/** Gives up every pending delivery of a filter. @returns how many. @throws StoreUnavailable */
export const giveDeliveriesUp = (
  service: Operating,
  scope: Scope,
  filter: Omit<DeliveryFilter, 'status'>,
): Promise<number> => operateAll(service, scope, { ...filter, status: 'pending' }, up);

type Operation = (delivery: Delivery, now: Instant) => Operated;

const again: Operation = sendAgain;
const up: Operation = (delivery) => giveUp(delivery);

async function operate(
  service: Operating,
  scope: Scope,
  id: DeliveryId,
  operation: Operation,
): Promise<OperateOutcome> {
  const outcome = await retryConflicts(async (): Promise<OperateOutcome | 'conflict'> => {
    const delivery = await findDelivery(service, scope, id);
    if (delivery === null) return { type: 'unknown' };
    const now = service.clock.now();
    const operated = operation(delivery, now);
    if (operated.type !== 'changed') return operated;
    const { next } = operated;
    // One commit: a crash just before it leaves the delivery as it was, one just after it leaves it due or given up.
    const entry = deliveryEntry(service, next, now);
    const written = await service.store.deliveries.override(delivery, next, entry);
    return written ? { type: 'changed', delivery: next } : 'conflict';
  });
  if (outcome.type === 'changed') tell(service, outcome.delivery);
  return outcome;
}

function tell({ notices }: Operating, { challenge, channel, status }: Delivery): void {
  notices.publish(
    status === 'pending' ? { type: 'due', challenge, channel } : { type: 'delivery', challenge },
  );
}

/** Page by page: a crash leaves those that were reached changed and the others as they were. */
async function operateAll(
  service: Operating,
  scope: Scope,
  filter: DeliveryFilter,
  operation: Operation,
): Promise<number> {
  let changed = 0;
  let before: DeliveryId | null = null;
  do {
    const page: DeliveryPage = await listDeliveries(service, scope, filter, AT_ONCE, before);
    const outcomes = await Promise.all(
      page.deliveries.map(({ id }) => operate(service, scope, id, operation)),
    );
    changed += outcomes.filter(({ type }) => type === 'changed').length;
    before = page.next;
  } while (before !== null);
  return changed;
}
