import { type ChannelId, channelId } from '../kernel/ids.ts';
import type { Channel } from './channel.ts';
import type { Service } from './service.ts';

/**
 * The channel in which an operator tries a bot's channel out: it looks the same and tells no platform anything. That it
 * is a test stands in every entry of the log, by the channel's name, which no channel of the settings can have; and
 * neither figures nor locks of the bot's clients know of it.
 */
export const testChannelOf = (channel: Channel): Channel => ({
  ...channel,
  id: channelId(`test:${channel.id}`),
  tests: channel.id,
  connector: null,
  tells: new Set(),
  sendsLink: false,
  callbackOrigins: null,
  // Whoever tries is no guest of a chat.
  returnMode: 'page',
});

/** The channels, each with the one in which it is tried out. */
export const withTestChannels = (channels: readonly Channel[]): ReadonlyMap<ChannelId, Channel> =>
  new Map(channels.flatMap((channel) => [channel, testChannelOf(channel)]).map((each) => [each.id, each]));

/** The bots' channels that a scope (null: every one) lets be seen. */
export const deskChannels = (
  { channels }: Pick<Service, 'channels'>,
  scope: ChannelId | null,
): readonly Channel[] =>
  [...channels.values()].filter(({ id, tests }) => tests === undefined && (scope === null || scope === id));

/** The channel of that name, or the one in which it is tried out, as far as the scope lets it be seen. */
export function channelInScope(
  { channels }: Pick<Service, 'channels'>,
  scope: ChannelId | null,
  name: string,
): Channel | null {
  const channel = channels.get(channelId(name));
  if (channel === undefined) return null;
  return scope === null || scope === (channel.tests ?? channel.id) ? channel : null;
}
