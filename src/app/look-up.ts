import type { ClientRef } from '../domain/challenge/challenge.ts';
import { canonicalClientId } from '../domain/challenge/client-id.ts';
import { type ChallengeId, type ChannelId, parseId } from '../kernel/ids.ts';
import { channelInScope, deskChannels, testChannelOf } from './desk-channels.ts';
import type { Operator } from './desk-session.ts';
import type { Service } from './service.ts';

export type LookedUp =
  | { readonly type: 'challenge'; readonly id: ChallengeId }
  /** One client, or one in each of several channels, or several with one telephone number. */
  | { readonly type: 'clients'; readonly clients: readonly ClientPlaceByRef[] }
  | { readonly type: 'nothing' };

export type ClientPlaceByRef = { readonly channel: ChannelId; readonly ref: ClientRef };

/** Challenges of one telephone number that are looked through for their clients. */
const MOST_OF_PHONE = 50;

/**
 * What an operator typed to find somebody by: the id of a challenge or of a delivery, the client's id in any spelling, or
 * the telephone number that the bot gave. @throws StoreUnavailable
 */
export async function lookUp(
  service: Pick<Service, 'store' | 'vault' | 'channels'>,
  { scope }: Pick<Operator, 'scope'>,
  given: string,
): Promise<LookedUp> {
  const { store, vault } = service;
  const text = given.trim();
  const challenge = parseId('challenge', text);
  if (challenge !== null) return { type: 'challenge', id: challenge };
  const delivery = parseId('delivery', text);
  if (delivery !== null) {
    const found = await store.deliveries.find(delivery);
    return found === null ? { type: 'nothing' } : { type: 'challenge', id: found.challenge };
  }
  const canonical = canonicalClientId(text);
  const ref = vault.pseudonym(canonical);
  const channels = deskChannels(service, scope).flatMap((channel) => [channel.id, testChannelOf(channel).id]);
  const [named, phoned] = await Promise.all([
    Promise.all(channels.map((channel) => store.challenges.client(channel, ref))),
    store.challenges.ofPhone({ phone: vault.phonePseudonym(canonical), limit: MOST_OF_PHONE, before: null }),
  ]);
  const places = [
    ...named.filter((client) => client !== null),
    ...phoned
      .map(({ client }) => client)
      .filter(({ channel }) => channelInScope(service, scope, channel) !== null),
  ].map((client): ClientPlaceByRef => ({ channel: client.channel, ref: client.ref }));
  const distinct = [...new Map(places.map((place) => [`${place.channel} ${place.ref}`, place])).values()];
  return distinct.length === 0 ? { type: 'nothing' } : { type: 'clients', clients: distinct };
}
