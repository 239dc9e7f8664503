import type { Effort } from './harness/context.ts';

/** As thorough as the figures of the document want it: about half an hour. */
export const FULL: Effort = {
  runs: 5,
  seconds: 5,
  // Until V8 has compiled what is hot: after three seconds a journey takes a third more than after fifteen.
  warmUpSeconds: 15,
  stored: [1_000, 100_000],
  journeys: 40_000,
  people: 64,
  visitors: 1_000,
  attacked: 100_000,
  kills: 100,
};

/** The same, longer, with ten million stored and a million journeys: it takes hours, and 60 GB of disk. */
export const LARGE: Effort = {
  ...FULL,
  seconds: 8,
  stored: [...FULL.stored, 10_000_000],
  journeys: 1_000_000,
  kills: 1_000,
};

/** A look, in a few minutes: too short to be believed. */
export const QUICK: Effort = {
  runs: 1,
  seconds: 2,
  warmUpSeconds: 1,
  stored: [1_000, 10_000],
  journeys: 2_000,
  people: 64,
  visitors: 200,
  attacked: 500,
  kills: 10,
};
