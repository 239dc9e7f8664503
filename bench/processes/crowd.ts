import type { Step } from '../../src/cli/loadtest/journey.ts';
import { Durations, LoadTally } from '../../src/cli/loadtest/load-result.ts';

/** A journey's steps as somebody waits for them, how long until the platform was told, and the whole of it. */
export type Leg = Step | 'told' | 'journey';

/** In milliseconds. */
export type Percentiles = { readonly p50: number; readonly p95: number; readonly p99: number };

export type Crowd = {
  /** Of what ended well within the time that was measured. */
  readonly perSecond: number;
  readonly ended: number;
  readonly failures: readonly (readonly [kind: string, count: number])[];
  /** Where something was recorded. */
  readonly legs: Readonly<Partial<Record<Leg, Percentiles>>>;
};

/** Counts what ends between two moments of performance.now(); what ends before or after is not looked at. */
export class CrowdCounter {
  readonly #begins: number;
  readonly #ends: number;
  readonly #legs = new Map<Leg, Durations>();
  readonly #tally = new LoadTally();

  constructor(begins: number, ends: number) {
    this.#begins = begins;
    this.#ends = ends;
  }

  get counting(): boolean {
    const now = performance.now();
    return now >= this.#begins && now < this.#ends;
  }

  record(leg: Leg, milliseconds: number): void {
    if (!this.counting) return;
    const durations = this.#legs.get(leg) ?? new Durations();
    this.#legs.set(leg, durations);
    durations.record(milliseconds);
  }

  ended(milliseconds: number): void {
    this.record('journey', milliseconds);
    if (this.counting) this.#tally.success(milliseconds);
  }

  /** Counted whenever it happens: no error is outside the time measured. */
  failed(kind: string): void {
    this.#tally.failure(kind);
  }

  result(): Crowd {
    const { succeeded, failures } = this.#tally;
    return {
      perSecond: (succeeded * 1000) / (this.#ends - this.#begins),
      ended: succeeded,
      failures,
      legs: Object.fromEntries([...this.#legs].map(([leg, durations]) => [leg, percentilesOf(durations)])),
    };
  }
}

export const percentilesOf = (durations: Durations): Percentiles => ({
  p50: durations.percentile(50),
  p95: durations.percentile(95),
  p99: durations.percentile(99),
});

export const failuresOf = ({ failures }: Crowd): number =>
  failures.reduce((sum, [, count]) => sum + count, 0);
