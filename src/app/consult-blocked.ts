import type { EntryType } from '../domain/audit/entry-type.ts';
import { parseLogEntry } from '../domain/audit/log-entry.ts';
import type { PrivateFields } from '../domain/audit/private-fields.ts';
import { canonicalClientId } from '../domain/challenge/client-id.ts';
import { sha256Base64url } from '../kernel/digest.ts';
import type { ChallengeId, ChannelId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { consultedEntry } from './log-drafts.ts';
import type { BlockedClient, LoggedChallenge } from './privacy-ports.ts';
import { openDisclosures } from './sealed.ts';
import type { Service } from './service.ts';

/** What an officer is shown of one blocked challenge. */
export type BlockedChallenge = {
  readonly id: ChallengeId;
  readonly blockedAt: Instant;
  readonly eraseAt: Instant;
  readonly entries: readonly BlockedEntry[];
};

export type BlockedEntry = {
  readonly index: number;
  readonly type: EntryType;
  readonly time: Instant;
  /** Null where the entry commits to nothing of a person, or that was erased. */
  readonly fields: PrivateFields | null;
};

/** More challenges of one client than any person has. */
const MOST_CHALLENGES = 10_000;
const MOST_ENTRIES = 1000;

/** What stands for a reason in the log: base64url of its SHA-256. */
export const reasonDigest = (reason: string): string => sha256Base64url(reason);

/**
 * What is blocked of a client, for an officer who gives a reason. That it was looked at, and a digest of the reason, is
 * in the log before anything is shown. Empty where nothing of the client is blocked.
 * @throws SealBroken where what is sealed was tampered with. @throws StoreUnavailable
 */
export async function consultBlocked(
  service: Pick<Service, 'store' | 'vault' | 'clock' | 'build'>,
  channel: ChannelId,
  clientId: string,
  reason: string,
): Promise<readonly BlockedChallenge[]> {
  const { store, vault, clock } = service;
  const blocked = await store.privacy.blockedOf(channel, vault.pseudonym(canonicalClientId(clientId)));
  const found = await Promise.all(
    blocked.map(async (client) => ({
      client,
      challenges: await store.privacy.challengesOfBlocked(client.number, MOST_CHALLENGES),
    })),
  );
  const at = clock.now();
  const digest = reasonDigest(reason);
  const audit = found.flatMap(({ challenges }) =>
    challenges.map((challenge) => consultedEntry(service, challenge, digest, at)),
  );
  if (audit.length === 0) return [];
  await store.audit.append(audit);
  const shown: BlockedChallenge[] = [];
  for (const { client, challenges } of found) {
    for (const challenge of challenges) shown.push(await open(service, client, challenge));
  }
  return shown;
}

async function open(
  { store, vault }: Pick<Service, 'store' | 'vault'>,
  { wrappedKey, blockedAt, eraseAt }: BlockedClient,
  { id }: LoggedChallenge,
): Promise<BlockedChallenge> {
  const key = vault.unwrap(wrappedKey);
  const stored = await store.audit.entries({ challenge: id, fromIndex: 0, limit: MOST_ENTRIES });
  const entries = stored.map(({ index, bytes, sealedDisclosures: sealed }): BlockedEntry => {
    const parsed = parseLogEntry(bytes);
    if (!parsed.ok) throw new Error(`entry ${index} of the log is none: ${parsed.error}`);
    const { type, time, evidence } = parsed.value;
    const isOpen = evidence !== null && sealed !== null;
    return {
      index,
      type,
      time,
      fields: isOpen ? openDisclosures(vault, key, evidence, sealed).fields : null,
    };
  });
  return { id, blockedAt, eraseAt, entries };
}
