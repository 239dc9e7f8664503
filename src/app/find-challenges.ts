import type { ClientRef } from '../domain/challenge/challenge.ts';
import type { Status } from '../domain/challenge/lifecycle.ts';
import { type ChallengeId, type ChannelId, ID_RANDOM_BYTES, makeId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { ChallengeView } from './challenge-view.ts';
import { viewOf } from './read-challenge.ts';
import { keyOf, openDetails } from './sealed.ts';
import type { Service } from './service.ts';

export type ChallengeSearch = {
  readonly channels: readonly ChannelId[];
  /** Null: whoever. */
  readonly client: ClientRef | null;
  readonly status: Status | null;
  /** Only those made at or after this time. */
  readonly since: Instant | null;
  /** Only those made before this time. */
  readonly until: Instant | null;
  /** Only those older than this one: the last of the page before. */
  readonly before: ChallengeId | null;
  /** 1 to 99. */
  readonly limit: number;
};

export type FoundChallenge = {
  readonly channel: ChannelId;
  readonly client: ClientRef;
  readonly view: ChallengeView;
};

export type FoundChallenges = {
  readonly challenges: readonly FoundChallenge[];
  /** Behind which the next page begins; null where this is the last. */
  readonly next: ChallengeId | null;
};

/** Challenges of one channel or several, newest first. @throws StoreUnavailable */
export async function findChallenges(
  { store, vault }: Pick<Service, 'store' | 'vault'>,
  { channels, client, status, since, until, before, limit }: ChallengeSearch,
): Promise<FoundChallenges> {
  const end = earlier(before, until);
  const lists = await Promise.all(
    channels.map((channel) =>
      store.challenges.list({ channel, client, status, limit: limit + 1, before: end }),
    ),
  );
  const rows = lists
    .flat()
    .filter(({ challenge }) => since === null || challenge.lifecycle.createdAt >= since)
    .sort((a, b) => (a.challenge.id < b.challenge.id ? 1 : -1));
  const page = rows.slice(0, limit);
  const deliveries = await store.deliveries.ofChallenges(page.map(({ challenge }) => challenge.id));
  return {
    challenges: page.map(({ challenge, client: owner }) => ({
      channel: challenge.channel,
      client: challenge.client,
      view: viewOf(
        { challenge, details: openDetails(vault, keyOf(vault, owner), challenge) },
        deliveries.filter((delivery) => delivery.challenge === challenge.id),
      ),
    })),
    next: rows.length > limit ? (page.at(-1)?.challenge.id ?? null) : null,
  };
}

/** Ids are made of times: the first one that a time can have stands for it. */
function earlier(before: ChallengeId | null, until: Instant | null): ChallengeId | null {
  if (until === null) return before;
  const end = makeId('challenge', until, new Uint8Array(ID_RANDOM_BYTES));
  return before !== null && before < end ? before : end;
}
