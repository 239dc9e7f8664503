import type { Client } from '../domain/challenge/challenge.ts';
import { withoutWrongAnswers } from '../domain/policy/ledger.ts';
import { AFTER_SUCCESS } from '../domain/policy/lockout.ts';
import { challengeEntry } from './log-drafts.ts';
import { retryConflicts } from './retry-conflicts.ts';
import {
  type ClientKeeper,
  type ClientPlace,
  type ClientView,
  clientView,
  findClient,
} from './show-client.ts';

/**
 * Lifts a client's lock and forgets its wrong answers, with an entry in the log. How often its facts were shown stays.
 * Where nothing is to be lifted, nothing is written.
 * @returns the client as it then is; null as for `showClient`. @throws StoreUnavailable
 */
export const unlockClient = (
  keeper: ClientKeeper,
  channel: ClientPlace,
  clientId: string,
): Promise<ClientView | null> => retryConflicts(() => unlockOnce(keeper, channel, clientId));

async function unlockOnce(
  keeper: ClientKeeper,
  channel: ClientPlace,
  clientId: string,
): Promise<ClientView | null | 'conflict'> {
  const client = await findClient(keeper, channel, clientId);
  if (client === null) return null;
  const now = keeper.clock.now();
  const next: Client = {
    ...client,
    ...AFTER_SUCCESS,
    ledger: withoutWrongAnswers(client.ledger),
    version: client.version + 1,
  };
  const { latest } = client;
  // Failures are counted in challenges: without one there is nothing to lift, nor an entry that could name it.
  if (latest === null || !isHeldBack(client)) return clientView(client, channel.policy, clientId, now);
  // Commit point. A crash just before it leaves the client locked and the log without a word; one just after it leaves
  // both done, and whoever asks again finds nothing to lift.
  const outcome = await keeper.store.challenges.commit({
    client: { expectedVersion: client.version, next },
    newChallenge: null,
    challenges: [],
    audit: [challengeEntry(keeper, 'client.unlocked', { id: latest, channel: channel.id }, now)],
    deliveries: [],
    idempotency: null,
  });
  return outcome === 'conflict' ? 'conflict' : clientView(next, channel.policy, clientId, now);
}

const isHeldBack = ({ consecutiveFailures, lockedUntil, ledger }: Client): boolean =>
  consecutiveFailures > 0 || lockedUntil !== null || Object.values(ledger).some(({ wrong }) => wrong > 0);
