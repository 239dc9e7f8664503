import { sealDetails, sealLink } from '../../src/app/sealed.ts';
import type { ChallengeWithClient } from '../../src/app/store-ports.ts';
import { Vault } from '../../src/app/vault.ts';
import type { ChallengeDetails } from '../../src/domain/challenge/challenge.ts';
import type { Verdict } from '../../src/domain/challenge/lifecycle.ts';
import type { Delivery } from '../../src/domain/delivery/delivery.ts';
import { channelId, ID_RANDOM_BYTES, makeId } from '../../src/kernel/ids.ts';
import { type Instant, plus } from '../../src/kernel/instant.ts';
import { seededEntropy } from './entropy.ts';

/** The secret under which the client keys of these challenges are wrapped. */
export const SECRET = new Uint8Array(32).fill(7);

const entropy = seededEntropy('decided challenges');
const vault = new Vault(SECRET, entropy);

const DETAILS: ChallengeDetails = {
  clientId: '5215512345678',
  phone: null,
  flow: 'Balance',
  locale: null,
  purpose: null,
  metadata: null,
  callback: null,
};

/** A challenge of the channel `default` as it is stored right after its verdict, with its client; and a link of it, sealed. */
export function decidedChallenge(
  now: Instant,
  about: {
    readonly verdict?: Verdict;
    readonly details?: Partial<ChallengeDetails>;
    readonly link?: string;
  } = {},
): ChallengeWithClient & { readonly sealedLink: Uint8Array | null } {
  const channel = channelId('default');
  const id = makeId('challenge', now, entropy.bytes(ID_RANDOM_BYTES));
  const details = { ...DETAILS, ...about.details };
  const ref = vault.pseudonym(details.clientId);
  const { key, wrapped } = vault.newClientKey();
  return {
    challenge: {
      id,
      channel,
      client: ref,
      phone: null,
      policy: 'default',
      tokenHash: entropy.bytes(36),
      lifecycle: {
        status: about.verdict ?? 'passed',
        attempts: 1,
        attemptsAllowed: 1,
        createdAt: plus(now, -20_000),
        expiresAt: plus(now, 40_000),
        decidedAt: now,
        reason: about.verdict === 'expired' ? 'deadline' : 'answered',
      },
      firstViewedAt: null,
      firstPreviewedAt: null,
      sealedDetails: sealDetails(vault, key, id, details),
      sealedQuestions: null,
      version: 2,
    },
    client: {
      channel,
      ref,
      wrappedKey: wrapped,
      consecutiveFailures: 0,
      lockedUntil: null,
      answered: 1,
      ledger: {},
      askedAt: [plus(now, -20_000)],
      latest: id,
      version: 2,
    },
    sealedLink: about.link === undefined ? null : sealLink(vault, key, id, about.link),
  };
}

/** The delivery that stands beside such a verdict. */
export const pendingDelivery = ({ challenge }: ChallengeWithClient, now: Instant): Delivery => ({
  id: makeId('delivery', now, entropy.bytes(ID_RANDOM_BYTES)),
  challenge: challenge.id,
  channel: challenge.channel,
  connector: 'chatfuel',
  event: challenge.lifecycle.status === 'pending' ? 'passed' : challenge.lifecycle.status,
  sealedLink: null,
  status: 'pending',
  attempts: 0,
  attemptsBefore: 0,
  createdAt: now,
  nextAttemptAt: now,
  lastError: null,
  deliveredAt: null,
});
