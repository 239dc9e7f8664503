import type { Instant } from '../../kernel/instant.ts';
import type { Client } from '../challenge/challenge.ts';
import type { Ledger } from './ledger.ts';

const SECOND = 1000;

/** What must be remembered of a client: counts and times, nothing that a person said or was asked. */
export type Remembered = Pick<
  Client,
  'consecutiveFailures' | 'lockedUntil' | 'answered' | 'ledger' | 'askedAt' | 'latest'
>;

/**
 * What must outlive a client's data, so that having it erased lifts no lock and no budget, and wrong answers, each of which
 * ruled an option out for good, still count. Null where nothing must: the client is then one that was never seen.
 * @param longestBudgetSeconds over how long any policy counts a client's challenges.
 */
export function remembered(client: Client, longestBudgetSeconds: number, now: Instant): Remembered | null {
  const ledger = withWrongAnswers(client.ledger);
  const askedAt = client.askedAt.filter((at) => at > now - longestBudgetSeconds * SECOND);
  const isLocked = client.lockedUntil !== null && client.lockedUntil > now;
  const failed = client.consecutiveFailures > 0 || isLocked || Object.keys(ledger).length > 0;
  if (!failed && askedAt.length === 0) return null;
  const { consecutiveFailures, lockedUntil, answered, latest } = client;
  // Whoever unlocks a client names its newest challenge in the log.
  return { consecutiveFailures, lockedUntil, answered, ledger, askedAt, latest: failed ? latest : null };
}

const withWrongAnswers = (ledger: Ledger): Ledger =>
  Object.fromEntries(Object.entries(ledger).filter(([, { wrong }]) => wrong > 0));
