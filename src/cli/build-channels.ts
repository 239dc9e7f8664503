import type { Channel } from '../app/channel.ts';
import type { Clock, Connector } from '../app/ports.ts';
import type { ChannelSettings } from '../config/channel-settings.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { channelId } from '../kernel/ids.ts';
import { CONNECTOR_KINDS } from '../outbound/connector-kinds.ts';
import { httpClient } from '../outbound/http-client.ts';
import type { ConfiguredChannel } from './service-options.ts';

/**
 * The channels that the settings name, each with a connector and an HTTP client of its own, so that what one may call
 * is no business of another.
 * @param policies the first is for channels that name none.
 * @param opened closes the clients.
 */
export function buildChannels(
  settings: readonly ChannelSettings[],
  policies: readonly Policy[],
  clock: Clock,
  opened: AsyncDisposableStack,
): readonly ConfiguredChannel[] {
  return settings.map((channel) => {
    const connector = connect(channel, clock, opened);
    return {
      channel: channelOf(channel, connector, policies),
      connector,
      keyHashes: channel.keyHashes,
    };
  });
}

function connect(
  { connector, privateHosts }: ChannelSettings,
  clock: Clock,
  opened: AsyncDisposableStack,
): Connector | null {
  if (connector === null) return null;
  const kind = CONNECTOR_KINDS.find(({ name }) => name === connector.kind);
  if (kind === undefined)
    throw new Error(`a channel has the connector ${connector.kind}, which is not there`);
  const http = httpClient({ clock, allowedHosts: privateHosts });
  opened.defer(() => http.close());
  return kind.connect(connector.settings, http, clock);
}

function channelOf(
  settings: ChannelSettings,
  connector: Connector | null,
  policies: readonly Policy[],
): Channel {
  const { name, events, displayName, look, returnUrl, returnMode, oneLiveLink } = settings;
  const policy = policies.find((each) => each.name === settings.policy) ?? policies[0];
  if (policy === undefined) throw new RangeError('a service has at least one policy');
  const told = connector?.events ?? new Set();
  return {
    id: channelId(name),
    displayName,
    look,
    connector: connector?.name ?? null,
    tells: events === null ? told : told.intersection(new Set(events)),
    sendsLink: connector?.sendsLink ?? false,
    callbackOrigins: connector?.callbackOrigins ?? null,
    ...(connector?.attributes === undefined ? {} : { attributes: connector.attributes }),
    returnUrl,
    returnMode,
    policy,
    oneLiveLink,
  };
}
