import type { ClientRef } from '../domain/challenge/challenge.ts';
import type { ChallengeId } from '../kernel/ids.ts';

/** What requests are counted by. */
export type Budget = 'client' | 'key' | 'address';

export interface Limits {
  /**
   * Tells of a request beyond a budget. @returns whether it is to be refused: in a dry run it is only told of.
   * @param about ids only.
   */
  refuses(budget: Budget, about: Readonly<Record<string, string>>): boolean;
  /** Notes a wrong answer, to find the addresses from which many clients answer wrong. Refuses nothing. */
  answeredWrong(address: string, client: ClientRef, challenge: ChallengeId): void;
}
