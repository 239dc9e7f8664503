import type { Client, ClientRef } from '../domain/challenge/challenge.ts';
import type { ChallengeId, ChannelId } from '../kernel/ids.ts';
import type { Channel } from './channel.ts';
import { channelInScope, deskChannels } from './desk-channels.ts';
import type { Operator } from './desk-session.ts';
import { keyOf, openDetails } from './sealed.ts';
import type { Service } from './service.ts';
import { type ClientView, clientView } from './show-client.ts';
import { unlockByRef } from './unlock-client.ts';

/** A client by its pseudonym, as an address of the desk names it. */
export type DeskClient = {
  readonly channel: ChannelId;
  readonly ref: ClientRef;
  /** Judged by the channel's own policy; its `clientId` as the newest challenge has it, or else the pseudonym. */
  readonly view: ClientView;
};

type Scope = Pick<Operator, 'scope'>;
type Reading = Pick<Service, 'store' | 'vault' | 'clock' | 'channels'>;

/** Of each channel so many are shown: those with the most wrong answers. */
const MOST_SHOWN = 50;

/**
 * Clients that have been locked since their last right answer: they are still, or the next wrong answers lock them for
 * longer. The most wrong answers first. @throws StoreUnavailable
 */
export async function heldBackClients(
  service: Reading & Pick<Service, 'policies'>,
  { scope }: Scope,
): Promise<readonly DeskClient[]> {
  const { store } = service;
  const failures = Math.min(...[...service.policies.values()].map(({ lockout }) => lockout.after));
  const channels = deskChannels(service, scope);
  const found = await Promise.all(
    channels.map(({ id }) => store.figures.heldBack(id, Math.max(1, failures), MOST_SHOWN)),
  );
  const clients = found.flat().toSorted((a, b) => b.consecutiveFailures - a.consecutiveFailures);
  const latest = clients.map((client) => client.latest).filter((id) => id !== null);
  const names = await namesIn(service, latest);
  return clients.flatMap((client) => {
    const channel = service.channels.get(client.channel);
    return channel === undefined ? [] : [deskClient(service, channel, client, names)];
  });
}

/** Null where the operator may see no such client. @throws StoreUnavailable */
export async function showDeskClient(
  service: Reading,
  { scope }: Scope,
  channelName: string,
  ref: ClientRef,
): Promise<DeskClient | null> {
  const channel = channelInScope(service, scope, channelName);
  const client = channel === null ? null : await service.store.challenges.client(channel.id, ref);
  return channel === null || client === null ? null : await named(service, channel, client);
}

/** As `unlockClient`, by the pseudonym. Null as for `showDeskClient`. @throws StoreUnavailable */
export async function unlockDeskClient(
  service: Reading & Pick<Service, 'build'>,
  { scope }: Scope,
  channelName: string,
  ref: ClientRef,
): Promise<DeskClient | null> {
  const channel = channelInScope(service, scope, channelName);
  const client = channel === null ? null : await unlockByRef(service, channel, ref);
  return channel === null || client === null ? null : await named(service, channel, client);
}

async function named(service: Reading, channel: Channel, client: Client): Promise<DeskClient> {
  const names = await namesIn(service, client.latest === null ? [] : [client.latest]);
  return deskClient(service, channel, client, names);
}

const deskClient = (
  { clock }: Pick<Service, 'clock'>,
  channel: Channel,
  client: Client,
  names: ReadonlyMap<ChallengeId, string>,
): DeskClient => {
  const clientId = (client.latest === null ? undefined : names.get(client.latest)) ?? client.ref;
  return {
    channel: channel.id,
    ref: client.ref,
    view: clientView(client, channel.policy, clientId, clock.now()),
  };
};

/** What the bot called the client of each challenge. */
async function namesIn(
  { store, vault }: Pick<Service, 'store' | 'vault'>,
  ids: readonly ChallengeId[],
): Promise<ReadonlyMap<ChallengeId, string>> {
  const stored = await store.challenges.byIds(ids);
  return new Map(
    stored.map(({ challenge, client }) => [
      challenge.id,
      openDetails(vault, keyOf(vault, client), challenge).clientId,
    ]),
  );
}
