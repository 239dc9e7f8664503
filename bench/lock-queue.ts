/** What a group of changes costs while it holds the lock of the log, as bench/postgres.ts measures it. */
export type LockCost = {
  /** However many changes there are: the round trips and the commit. */
  readonly groupMilliseconds: number;
  /** More for each change. */
  readonly changeMilliseconds: number;
};

export type LockLoad = LockCost & {
  readonly instances: number;
  /** Changes that are asked for in a second, at random and wherever, whatever becomes of those before. */
  readonly changesPerSecond: number;
  /** How many are simulated. */
  readonly changes: number;
};

export type LockFigures = {
  /** In milliseconds, from the asking to the end of the commit. */
  readonly p50: number;
  readonly p99: number;
  /** Changes in one transaction, on average. */
  readonly groupSize: number;
  /** The share of the time in which somebody holds the lock. */
  readonly busy: number;
};

/** As in src/store/postgres/group-commit.ts. */
const LARGEST_GROUP = 512;

type Group = { readonly instance: number; readonly askedAt: readonly number[] };

/** The most changes a second that one lock passes, with groups as large as they get. */
export const mostChanges = ({ groupMilliseconds, changeMilliseconds }: LockCost): number =>
  (LARGEST_GROUP * 1000) / (groupMilliseconds + LARGEST_GROUP * changeMilliseconds);

/**
 * One lock, several instances, and groups that form by themselves: each instance has one group under way, which waits for
 * the lock in line, and what is asked for meanwhile makes up its next one. @returns null where the line only grows.
 */
export function simulateLock(load: LockLoad, random: () => number): LockFigures | null {
  if (load.changesPerSecond >= mostChanges(load)) return null;
  const waiting: number[][] = Array.from({ length: load.instances }, () => []);
  const isEngaged = waiting.map(() => false);
  const line: Group[] = [];
  const latencies: number[] = [];
  const untilNext = () => (-Math.log(1 - random()) * 1000) / load.changesPerSecond;
  let [nextAt, asked, groups, heldFor, now] = [untilNext(), 0, 0, 0, 0];
  let held: { readonly group: Group; readonly until: number } | null = null;

  const engage = (instance: number): void => {
    const askedAt = waiting[instance]?.splice(0, LARGEST_GROUP) ?? [];
    isEngaged[instance] = askedAt.length > 0;
    if (askedAt.length > 0) line.push({ instance, askedAt });
  };
  while (latencies.length < load.changes) {
    if (asked < load.changes && nextAt < (held?.until ?? Number.POSITIVE_INFINITY)) {
      now = nextAt;
      nextAt += untilNext();
      asked += 1;
      const instance = Math.floor(random() * load.instances);
      waiting[instance]?.push(now);
      if (isEngaged[instance] === false) engage(instance);
    } else if (held !== null) {
      const { group, until } = held;
      now = until;
      held = null;
      for (const at of group.askedAt) latencies.push(now - at);
      engage(group.instance);
    }
    const next: Group | undefined = held === null ? line.shift() : undefined;
    if (next !== undefined) {
      const milliseconds: number = load.groupMilliseconds + next.askedAt.length * load.changeMilliseconds;
      held = { group: next, until: now + milliseconds };
      groups += 1;
      heldFor += milliseconds;
    }
  }
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), groupSize: latencies.length / groups, busy: heldFor / now };
}

/** Chance that is the same in every run (xorshift, of 32 bits). */
export function seeded(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
