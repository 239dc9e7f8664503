import type { Entropy } from '../../src/app/ports.ts';
import type { ChallengeWithClient } from '../../src/app/store-ports.ts';
import { Vault } from '../../src/app/vault.ts';
import type { Delivery } from '../../src/domain/delivery/delivery.ts';
import type { ChallengeId } from '../../src/kernel/ids.ts';
import type { LaneService } from '../../src/outbound/lane.ts';
import { fakeClock } from './clock.ts';
import { SECRET } from './decided-challenge.ts';
import { fakeDeliveryStore } from './delivery-store.ts';
import { seededEntropy } from './entropy.ts';
import { recordingLog } from './log.ts';
import { fakeNotices } from './notices.ts';

export type DeliveryWorld = ReturnType<typeof deliveryWorld>;

/** What delivering needs, in memory, and a test's hands on it. */
export function deliveryWorld(entropy: Entropy = seededEntropy('delivery world')) {
  const clock = fakeClock();
  const notices = fakeNotices();
  const log = recordingLog();
  const challenges = new Map<ChallengeId, ChallengeWithClient>();
  const deliveries = fakeDeliveryStore(challenges);
  const logged = new Map<ChallengeId, number>();
  const signed = { notes: Array.of<string>(), reads: 0 };
  const service: LaneService = {
    build: 'test',
    clock,
    entropy,
    notices,
    log,
    vault: new Vault(SECRET, entropy),
    store: {
      deliveries,
      logRows: {
        loggedVerdicts: async (ids) => {
          signed.reads += 1;
          return [...logged]
            .filter(([id]) => ids.includes(id))
            .map(([challenge, index]) => ({ challenge, index }));
        },
      },
      checkpoints: {
        latest: async () => {
          signed.reads += 1;
          const note = signed.notes.at(-1);
          return note === undefined
            ? null
            : { size: signed.notes.length, note, cosignatures: 0, timestamp: null };
        },
      },
    },
  };
  return {
    clock,
    notices,
    log,
    deliveries,
    service,
    /** Where the log has verdicts. */
    logged,
    /** Checkpoints, the newest last, and how often the log was read. */
    signed,
    /** As a verdict's commit does, without telling anybody. */
    put(stored: ChallengeWithClient, delivery: Delivery): void {
      challenges.set(stored.challenge.id, stored);
      deliveries.put(delivery);
    },
  };
}
