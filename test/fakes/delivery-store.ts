import { type ChallengeWithClient, type DeliveryStore, StoreUnavailable } from '../../src/app/store-ports.ts';
import type { Delivery } from '../../src/domain/delivery/delivery.ts';
import type { ChallengeId, DeliveryId } from '../../src/kernel/ids.ts';

export type FakeDeliveryStore = Pick<DeliveryStore, 'claim' | 'settle' | 'nextDue'> & {
  put(delivery: Delivery): void;
  get(id: DeliveryId): Delivery;
  /** Every call fails until it is called with false. */
  fail(failing: boolean): void;
  /** Claims that were asked for so far. */
  readonly claims: number;
};

/** Deliveries in memory, by the rules of the port. @param challenges those that they tell of. */
export function fakeDeliveryStore(
  challenges: ReadonlyMap<ChallengeId, ChallengeWithClient>,
): FakeDeliveryStore {
  const rows = new Map<DeliveryId, Delivery>();
  let failing = false;
  let claims = 0;
  const working = () => {
    if (failing) throw new StoreUnavailable('the disk is full');
  };
  return {
    async claim({ channel, now, leaseUntil, limit }) {
      claims += 1;
      working();
      const due = [...rows.values()]
        .filter((row) => row.channel === channel && row.status === 'pending' && row.nextAttemptAt <= now)
        .sort((a, b) => a.nextAttemptAt - b.nextAttemptAt)
        .slice(0, limit);
      return due.map((row) => {
        const delivery = { ...row, attempts: row.attempts + 1, nextAttemptAt: leaseUntil };
        rows.set(row.id, delivery);
        const told = challenges.get(row.challenge);
        if (told === undefined) throw new Error(`no challenge ${row.challenge}`);
        return { delivery, ...told };
      });
    },
    async settle(next) {
      working();
      if (rows.get(next.id)?.attempts !== next.attempts) return false;
      rows.set(next.id, next);
      return true;
    },
    async nextDue(channel) {
      working();
      const due = [...rows.values()]
        .filter((row) => row.channel === channel && row.status === 'pending')
        .map((row) => row.nextAttemptAt)
        .sort((a, b) => a - b);
      return due[0] ?? null;
    },
    put: (delivery) => void rows.set(delivery.id, delivery),
    get(id) {
      const row = rows.get(id);
      if (row === undefined) throw new Error(`no delivery ${id}`);
      return row;
    },
    fail(next) {
      failing = next;
    },
    get claims() {
      return claims;
    },
  };
}
