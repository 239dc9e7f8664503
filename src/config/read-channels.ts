import type { DeliveryEvent } from '../domain/delivery/delivery.ts';
import { sha256 } from '../kernel/digest.ts';
import { err, ok } from '../kernel/result.ts';
import type { ObjectSchema } from '../kernel/schema.ts';
import { ChannelReader } from './channel-reader.ts';
import type {
  ChannelOffers,
  ChannelSettings,
  ConnectorOffer,
  ConnectorSettings,
} from './channel-settings.ts';
import { GivenMembers, type SecretPlaces } from './given-members.ts';
import { readLook } from './read-look.ts';
import { keyword, withKeyword } from './return-keyword.ts';
import { addressesIn, schemaFaults } from './schema-faults.ts';
import { type SettingFault, shown } from './setting-fault.ts';
import { apiKey, displayName, oneOf, type Read, whatsappNumber } from './setting-values.ts';
import { isLoopback, link } from './url-settings.ts';

const CONFIG_FILE = 'countersign.config.json';

/** The members that every channel can have, whatever its connector. */
const MEMBERS = [
  'connector',
  'events',
  'allow_private_hosts',
  'display_name',
  'whatsapp_number',
  'return_url',
  'return_keyword',
  'return_mode',
  'policy',
  'one_live_link',
  'api_keys',
  'look',
] as const;

/** Whether there is any channel, right or wrong. */
export const namesChannels = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && Object.keys(given).length > 0;

/** @param given the member `channels` of the settings file. @param keep is told every fault. */
export function readChannels(
  given: unknown,
  catalogue: ChannelOffers,
  places: SecretPlaces,
  keep: (fault: SettingFault) => void,
): readonly ChannelSettings[] {
  if (given === undefined || given === null) return [];
  if (typeof given !== 'object' || Array.isArray(given)) {
    keep({ setting: 'channels', source: CONFIG_FILE, found: null, expected: AN_OBJECT });
    return [];
  }
  return Object.entries(given).flatMap(([name, members]: [string, unknown]) => {
    const setting = `channels.${shown(name).slice(1, -1)}`;
    if (!/^[a-z0-9][a-z0-9_-]{0,31}$/.test(name)) {
      keep({ setting, source: CONFIG_FILE, found: null, expected: A_NAME });
      return [];
    }
    if (typeof members !== 'object' || members === null || Array.isArray(members)) {
      keep({ setting, source: CONFIG_FILE, found: null, expected: 'must be an object: one channel' });
      return [];
    }
    const resolved = new GivenMembers(members, places, (path, found, expected) => {
      keep({ setting: `${setting}.${path}`, source: CONFIG_FILE, found, expected });
    });
    return [readChannel(name, new ChannelReader(name, resolved, keep), catalogue, places)];
  });
}

const AN_OBJECT = 'must be an object whose members are channels by their names';
const A_NAME = 'must have a name of 1 to 32 lower-case letters, digits, - and _, such as vault-bot';

function readChannel(
  name: string,
  reader: ChannelReader,
  catalogue: ChannelOffers,
  places: SecretPlaces,
): ChannelSettings {
  const offer = readOffer(reader, catalogue);
  const privateHosts = reader.list('allow_private_hosts', hostName) ?? [];
  const connector = offer === null ? null : readConnector(reader, offer, privateHosts);
  return {
    name,
    connector,
    events: readEvents(reader, offer),
    privateHosts: [...new Set([...privateHosts, ...loopbackHosts(offer, connector)])],
    displayName: reader.text('display_name', displayName),
    returnUrl: readReturnUrl(reader),
    returnMode: reader.text('return_mode', oneOf('auto', 'redirect', 'page')) ?? 'auto',
    policy: reader.text('policy', oneOf(...catalogue.policies)),
    oneLiveLink: reader.flag('one_live_link', true),
    keyHashes: reader.items('api_keys', (item, path) => readKey(reader, item, path)) ?? [],
    look: readLook(reader, catalogue.languages, places.fileBytes),
  };
}

type Offer = ConnectorOffer & { readonly kind: string };

/** The kind of connector that the channel names; null where it names none, or one that is not there. */
function readOffer(reader: ChannelReader, { connectors }: ChannelOffers): Offer | null {
  const kinds = [...connectors.keys(), 'none'];
  if (!reader.values.has('connector')) {
    reader.fault('connector', undefined, `must be set, to one of ${kinds.join(', ')}`);
  }
  const kind = reader.text('connector', oneOf(...kinds));
  const offer = kind === null ? undefined : connectors.get(kind);
  if (reader.isSound('connector')) refuseUnknown(reader, kind, offer?.settings ?? null);
  return offer === undefined || kind === null ? null : { ...offer, kind };
}

function refuseUnknown(reader: ChannelReader, kind: string | null, settings: ObjectSchema | null): void {
  const own = Object.keys(settings?.properties ?? {});
  for (const member of reader.values.keys()) {
    if (own.includes(member) || MEMBERS.some((known) => known === member)) continue;
    const those = own.length === 0 ? 'has no members of its own' : `has these of its own: ${own.join(', ')}`;
    reader.fault(
      shown(member).slice(1, -1),
      undefined,
      `is no member of a channel; the connector ${kind} ${those}`,
    );
  }
}

function readConnector(
  reader: ChannelReader,
  { kind, settings: schema }: Offer,
  privateHosts: readonly string[],
): ConnectorSettings | null {
  const own = Object.keys(schema.properties);
  const settings = Object.fromEntries([...reader.values].filter(([member]) => own.includes(member)));
  const faults = schemaFaults(schema, settings, '');
  for (const { path, value, expected, isSecret } of faults) reader.fault(path, value, expected, isSecret);
  for (const [path, address] of addressesIn(schema, settings, '')) {
    const url = URL.parse(address);
    if (url?.protocol !== 'http:' || isLoopback(url) || privateHosts.includes(url.hostname)) continue;
    reader.fault(
      path,
      address,
      'must begin with https://, unless allow_private_hosts of the channel names its host',
    );
  }
  return faults.length === 0 ? { kind, settings } : null;
}

/** An address that the operator wrote out as this machine's own is meant to be called. */
function loopbackHosts(offer: Offer | null, connector: ConnectorSettings | null): readonly string[] {
  if (offer === null || connector === null) return [];
  return addressesIn(offer.settings, connector.settings, '')
    .map(([, address]) => URL.parse(/^https?:\/\//.test(address) ? address : `https://${address}`))
    .filter((url) => url !== null && isLoopback(url))
    .map((url) => url?.hostname ?? '');
}

function readEvents(reader: ChannelReader, offer: Offer | null): readonly DeliveryEvent[] | null {
  if (offer === null) return null;
  return reader.list('events', oneOf(...offer.events));
}

function readReturnUrl(reader: ChannelReader): string {
  const number = reader.text('whatsapp_number', whatsappNumber);
  const given = reader.text('return_url', link);
  const url = given ?? (number === null ? null : `https://wa.me/${number}`);
  if (url === null) {
    const isTold = !reader.isSound('whatsapp_number', 'return_url');
    if (!isTold)
      reader.fault(
        'return_url',
        undefined,
        'must be set, or whatsapp_number, so that people find back to the chat',
      );
    return '';
  }
  const word = reader.text('return_keyword', keyword);
  const linked = word === null ? ok(url) : withKeyword(url, word);
  if (!linked.ok) reader.fault('return_keyword', word, linked.error);
  return linked.ok ? linked.value : url;
}

/** A key as text, or its SHA-256, so that the file need not hold it. */
function readKey(reader: ChannelReader, item: unknown, path: string): Uint8Array | null {
  if (typeof item === 'string') {
    const key = apiKey(item);
    if (key.ok) return sha256(key.value);
    reader.fault(path, item, key.error, true);
    return null;
  }
  const hex = typeof item === 'object' && item !== null && 'sha256' in item ? item.sha256 : null;
  const hash = typeof hex === 'string' && /^[0-9a-f]{64}$/i.test(hex) ? Uint8Array.fromHex(hex) : null;
  if (hash !== null) return hash;
  reader.fault(
    path,
    item,
    'must be a key, {"env": NAME}, {"file": PATH}, or {"sha256": 64 hexadecimal digits}',
  );
  return null;
}

const hostName: Read<string> = (text) => {
  const url = URL.parse(`https://${text}`);
  return url !== null && /^[\w.:[\]-]+$/.test(text) && url.port === '' && url.hostname === text.toLowerCase()
    ? ok(url.hostname)
    : err('must be a host without a port, such as n8n.internal or 10.0.0.7');
};
