import { type ChallengeId, ID_RANDOM_BYTES, makeId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';

/** No challenge made at `at` or later has an id before this one, and none made earlier has one behind it. */
export const firstIdAt = (at: Instant): ChallengeId =>
  makeId('challenge', at, new Uint8Array(ID_RANDOM_BYTES));
