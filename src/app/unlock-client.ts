import type { Client, ClientRef } from '../domain/challenge/challenge.ts';
import { withoutWrongAnswers } from '../domain/policy/ledger.ts';
import { AFTER_SUCCESS } from '../domain/policy/lockout.ts';
import { challengeEntry } from './log-drafts.ts';
import { retryConflicts } from './retry-conflicts.ts';
import { type ClientKeeper, type ClientPlace, type ClientView, clientView, refOf } from './show-client.ts';

/**
 * Lifts a client's lock and forgets its wrong answers, with an entry in the log. How often its facts were shown stays.
 * Where nothing is to be lifted, nothing is written.
 * @returns the client as it then is; null as for `showClient`. @throws StoreUnavailable
 */
export async function unlockClient(
  keeper: ClientKeeper,
  channel: ClientPlace,
  clientId: string,
): Promise<ClientView | null> {
  const client = await unlockByRef(keeper, channel, refOf(keeper, clientId));
  return client === null ? null : clientView(client, channel.policy, clientId, keeper.clock.now());
}

type Unlocker = Pick<ClientKeeper, 'store' | 'clock' | 'build'>;

/** The same of a client that is known by its pseudonym. */
export const unlockByRef = (
  keeper: Unlocker,
  channel: Pick<ClientPlace, 'id'>,
  ref: ClientRef,
): Promise<Client | null> => retryConflicts(() => unlockOnce(keeper, channel, ref));

async function unlockOnce(
  keeper: Unlocker,
  channel: Pick<ClientPlace, 'id'>,
  ref: ClientRef,
): Promise<Client | null | 'conflict'> {
  const client = await keeper.store.challenges.client(channel.id, ref);
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
  if (latest === null || !isHeldBack(client)) return client;
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
  return outcome === 'conflict' ? 'conflict' : next;
}

const isHeldBack = ({ consecutiveFailures, lockedUntil, ledger }: Client): boolean =>
  consecutiveFailures > 0 || lockedUntil !== null || Object.values(ledger).some(({ wrong }) => wrong > 0);
