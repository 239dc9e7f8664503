import type { ChannelId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SpanCounts } from './desk-ports.ts';
import type { Service } from './service.ts';

/** Of the newest answers so many are looked at, for each way that they went: enough for a percentile, and never more. */
const ANSWERS = 1000;

export type HourFigures = { readonly at: Instant; readonly counts: SpanCounts };

export type DayFigures = {
  readonly hours: readonly HourFigures[];
  readonly counts: SpanCounts;
  readonly asked: number;
  /** Of the canceled ones, those of whom the person said that it was not they. */
  readonly denied: number;
  /** Milliseconds from opening the page to the answer; null where nobody has answered. */
  readonly answer: { readonly median: number; readonly p95: number; readonly of: number } | null;
};

/**
 * How the challenges of some channels went that were made within some hours, by the hour.
 * @param bounds where each hour begins, and where the last one ends: ascending, at least two. @throws StoreUnavailable
 */
export async function dayFigures(
  { store: { figures } }: Pick<Service, 'store'>,
  channels: readonly ChannelId[],
  bounds: readonly Instant[],
): Promise<DayFigures> {
  const [start] = bounds;
  if (start === undefined || bounds.length < 2) throw new RangeError('figures are of at least one hour');
  const [counted, denied, times] = await Promise.all([
    Promise.all(channels.map((channel) => figures.counts(channel, bounds))),
    Promise.all(channels.map((channel) => figures.denied(channel, start))),
    Promise.all(channels.map((channel) => figures.answerTimes(channel, start, ANSWERS))),
  ]);
  const hours = bounds.slice(0, -1).map((at, nth) => ({
    at,
    counts: sum(counted.flatMap((spans) => spans[nth] ?? [])),
  }));
  const counts = sum(hours.map((hour) => hour.counts));
  return {
    hours,
    counts,
    asked: askedIn(counts),
    denied: denied.reduce((all, each) => all + each, 0),
    answer: spread(times.flat().toSorted((a, b) => a - b)),
  };
}

const askedIn = (counts: SpanCounts): number =>
  counts.pending + counts.passed + counts.failed + counts.expired + counts.canceled;

const sum = (spans: readonly SpanCounts[]): SpanCounts =>
  spans.reduce(
    (all, each) => ({
      pending: all.pending + each.pending,
      passed: all.passed + each.passed,
      failed: all.failed + each.failed,
      expired: all.expired + each.expired,
      canceled: all.canceled + each.canceled,
    }),
    { pending: 0, passed: 0, failed: 0, expired: 0, canceled: 0 },
  );

function spread(ascending: readonly number[]): DayFigures['answer'] {
  const at = (share: number) => ascending[Math.ceil(share * ascending.length) - 1];
  const [median, p95] = [at(0.5), at(0.95)];
  return median === undefined || p95 === undefined ? null : { median, p95, of: ascending.length };
}
