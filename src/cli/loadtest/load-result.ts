import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

const MICROSECONDS = 1000;
const LONGEST_MILLISECONDS = 10 * 60 * 1000;

/** How long something took, many times over. The histogram is Node's own, an HdrHistogram: exact to 0.1 %. */
export class Durations {
  readonly #histogram: RecordableHistogram = createHistogram({
    lowest: 1,
    highest: LONGEST_MILLISECONDS * MICROSECONDS,
    figures: 3,
  });

  /** @param milliseconds with fractions; at least 0. */
  record(milliseconds: number): void {
    const most = Math.min(milliseconds, LONGEST_MILLISECONDS);
    this.#histogram.record(Math.max(1, Math.round(most * MICROSECONDS)));
  }

  get count(): number {
    return this.#histogram.count;
  }

  /** In milliseconds. @param percent above 0, at most 100. NaN where nothing was recorded. */
  percentile(percent: number): number {
    return this.count === 0 ? Number.NaN : this.#histogram.percentile(percent) / MICROSECONDS;
  }
}

/** What a load test counts as it goes. */
export class LoadTally {
  readonly durations = new Durations();
  readonly #failures = new Map<string, number>();
  #failed = 0;

  get succeeded(): number {
    return this.durations.count;
  }

  get failed(): number {
    return this.#failed;
  }

  /** How often each kind of error was met, the commonest first. */
  get failures(): readonly (readonly [kind: string, count: number])[] {
    return [...this.#failures].sort(([, a], [, b]) => b - a);
  }

  success(milliseconds: number): void {
    this.durations.record(milliseconds);
  }

  failure(kind: string, count = 1): void {
    this.#failures.set(kind, (this.#failures.get(kind) ?? 0) + count);
    this.#failed += count;
  }
}

/** Told after each request, or each journey, how many went well and how many did not. */
export type Progress = (succeeded: number, failed: number) => void;

export type LoadResult = {
  readonly tally: LoadTally;
  /** From the first request to the end of the last. */
  readonly seconds: number;
  /** How long each step took, where what was tested has several. */
  readonly steps: ReadonlyMap<string, Durations>;
};
