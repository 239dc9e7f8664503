/** More writers than this racing for one row at once are no race but a fault. */
const ROUNDS = 100;

/**
 * Repeats "read, decide, commit guarded" until the guard held: each time another writer came first, the next round
 * reads what that one left. `round` answers `conflict` to be run again, or the outcome.
 */
export async function retryConflicts<T>(round: () => Promise<T | 'conflict'>): Promise<T> {
  for (let left = ROUNDS; left > 0; left--) {
    const outcome = await round();
    if (outcome !== 'conflict') return outcome;
  }
  throw new Error(`a guarded write lost ${ROUNDS} races in a row`);
}
