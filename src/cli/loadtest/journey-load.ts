import { STEPS, type Step, type Traveller } from './journey.ts';
import { Durations, type LoadResult, LoadTally, type Progress } from './load-result.ts';
import { simulatedClient } from './simulated-client.ts';
import type { ToldVerdicts } from './told-verdicts.ts';

export type JourneyLoad = {
  readonly traveller: Traveller;
  readonly journeys: number;
  /** How many people are on their way at once. */
  readonly connections: number;
  readonly run: string;
  /** What the platform was told; null where nobody here can know. */
  readonly told: ToldVerdicts | null;
  readonly stopped: AbortSignal;
  readonly progress: Progress;
};

/** How long nothing may be told before what is missing is given up. */
const PATIENCE_MILLISECONDS = 10_000;

/**
 * Whole journeys, so many at once, one after another. Each lasts until its answer was recorded; where it can be known, it
 * counts only if the platform was told of the right verdict, too.
 */
export async function loadWithJourneys(load: JourneyLoad): Promise<LoadResult> {
  const { traveller, journeys, run, told, stopped, progress } = load;
  const tally = new LoadTally();
  const steps = new Map<Step, Durations>(STEPS.map((step) => [step, new Durations()]));
  const answered = new Map<string, number>();
  let next = 0;

  const oneAfterAnother = async (): Promise<void> => {
    while (next < journeys && !stopped.aborted) {
      // 0 is the client with which the target was tried.
      const client = simulatedClient(run, ++next);
      const since = performance.now();
      const outcome = await traveller.go(client, (step, took) => steps.get(step)?.record(took));
      if (outcome.ok) answered.set(client.id, performance.now() - since);
      else tally.failure(outcome.error);
      progress(answered.size, tally.failed);
    }
  };

  const since = performance.now();
  await Promise.all(Array.from({ length: Math.min(load.connections, journeys) }, oneAfterAnother));
  const lastAnswered = performance.now();
  const lastTold = (await told?.allOf(answered.keys(), PATIENCE_MILLISECONDS)) ?? 0;
  for (const [client, took] of answered) {
    const fault = told === null ? null : faultOf(told.verdictOf(client));
    if (fault === null) tally.success(took);
    else tally.failure(fault);
  }
  return { tally, seconds: (Math.max(lastAnswered, lastTold) - since) / 1000, steps };
}

function faultOf(verdict: string | undefined): string | null {
  if (verdict === 'true') return null;
  return verdict === undefined
    ? 'told: answered, but the platform never heard of it'
    : `told: user_validated=${verdict} for a right answer`;
}
