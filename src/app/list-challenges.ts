import { canonicalClientId } from '../domain/challenge/client-id.ts';
import type { Status } from '../domain/challenge/lifecycle.ts';
import { parseId } from '../kernel/ids.ts';
import type { ChallengeView } from './challenge-view.ts';
import type { Channel } from './channel.ts';
import { viewOf } from './read-challenge.ts';
import { keyOf, openDetails } from './sealed.ts';
import type { Service } from './service.ts';

export type ListRequest = {
  readonly clientId: string | null;
  readonly status: Status | null;
  /** 1 to 100. */
  readonly limit: number;
  /** The `nextCursor` of the page before; null for the first. */
  readonly cursor: string | null;
};

export type ListOutcome =
  | {
      readonly type: 'page';
      readonly challenges: readonly ChallengeView[];
      readonly nextCursor: string | null;
    }
  | { readonly type: 'bad_cursor' };

/** A page of a channel's challenges, newest first. Challenges made meanwhile do not shift the pages that follow. */
export async function listChallenges(
  service: Service,
  channel: Channel,
  request: ListRequest,
): Promise<ListOutcome> {
  const before = request.cursor === null ? null : parseId('challenge', request.cursor);
  if (request.cursor !== null && before === null) return { type: 'bad_cursor' };
  const client =
    request.clientId === null ? null : service.vault.pseudonym(canonicalClientId(request.clientId));
  const rows = await service.store.challenges.list({
    channel: channel.id,
    client,
    status: request.status,
    limit: request.limit + 1,
    before,
  });
  const page = rows.slice(0, request.limit);
  const deliveries = await service.store.deliveries.ofChallenges(page.map(({ challenge }) => challenge.id));
  const challenges = page.map(({ challenge, client: owner }) =>
    viewOf(
      { challenge, details: openDetails(service.vault, keyOf(service.vault, owner), challenge) },
      deliveries.filter((delivery) => delivery.challenge === challenge.id),
    ),
  );
  const last = page.at(-1);
  return {
    type: 'page',
    challenges,
    nextCursor: rows.length > page.length && last ? last.challenge.id : null,
  };
}
