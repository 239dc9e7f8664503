import { sha256 } from '../kernel/digest.ts';
import type { ChannelSettings, ConnectorSettings } from './channel-settings.ts';
import { readLogo } from './logo.ts';
import { accent } from './read-look.ts';
import { keyword, withKeyword } from './return-keyword.ts';
import type { SettingReader } from './setting-reader.ts';
import { apiKey, displayName, oneOf, printable, whatsappNumber } from './setting-values.ts';
import { apiBase, link } from './url-settings.ts';

const DEFAULT_CHANNEL = 'default';

const CHATFUEL_HOST = 'api.chatfuel.com';

/**
 * The channel that the settings at the top make, so that one bot needs no `channels`: there where its platform or its
 * link back is set, and where no other channel is.
 */
export function readDefaultChannel(reader: SettingReader, others: boolean): ChannelSettings | null {
  const chatfuel = readChatfuel(reader);
  const returnUrl = readReturnUrl(reader, chatfuel !== null || !others);
  const returnMode = reader.read('RETURN_MODE', oneOf('auto', 'redirect', 'page')) ?? 'auto';
  const key = reader.read('API_KEY', apiKey);
  const name = reader.read('BUSINESS_NAME', displayName);
  const look = {
    accent: reader.read('BUSINESS_ACCENT', accent),
    logo: reader.read('BUSINESS_LOGO_FILE', (path) => readLogo(reader.places.fileBytes(path))),
    words: new Map(),
  };
  if (returnUrl === null) {
    if (others) refuseStray(reader);
    return null;
  }
  return {
    name: DEFAULT_CHANNEL,
    connector: chatfuel?.connector ?? null,
    events: null,
    privateHosts: chatfuel?.privateHosts ?? [],
    displayName: name,
    returnUrl,
    returnMode,
    policy: null,
    oneLiveLink: true,
    keyHashes: key === null ? [] : [sha256(key)],
    look,
  };
}

type Chatfuel = { readonly connector: ConnectorSettings; readonly privateHosts: readonly string[] };

function readChatfuel(reader: SettingReader): Chatfuel | null {
  const token = reader.read('CHATFUEL_TOKEN', printable);
  const botId = reader.read('CHATFUEL_BOT_ID', printable);
  const apiUrl = reader.read('CHATFUEL_API_URL', apiBase) ?? `https://${CHATFUEL_HOST}`;
  if (!reader.isSound('CHATFUEL_TOKEN', 'CHATFUEL_BOT_ID')) return null;
  if (token !== null && botId !== null) {
    const settings = { chatfuel_token: token, chatfuel_bot_id: botId, chatfuel_api_url: apiUrl };
    const { hostname } = new URL(apiUrl);
    // An address that the operator set in place of Chatfuel's may be one of their own network.
    return {
      connector: { kind: 'chatfuel', settings },
      privateHosts: hostname === CHATFUEL_HOST ? [] : [hostname],
    };
  }
  if (token !== null) reader.fault('CHATFUEL_BOT_ID', 'must be set too, since CHATFUEL_TOKEN is set');
  if (botId !== null) reader.fault('CHATFUEL_TOKEN', 'must be set too, since CHATFUEL_BOT_ID is set');
  return null;
}

function readReturnUrl(reader: SettingReader, isNeeded: boolean): string | null {
  const number = reader.read('WHATSAPP_NUMBER', whatsappNumber);
  const given = reader.read('RETURN_URL', link);
  const word = reader.read('RETURN_KEYWORD', keyword);
  const url = given ?? (number === null ? null : `https://wa.me/${number}`);
  if (url === null) {
    if (isNeeded && reader.isSound('WHATSAPP_NUMBER', 'RETURN_URL')) {
      reader.fault(
        'WHATSAPP_NUMBER',
        "must be set to the business's number, or RETURN_URL to another link, so that people find back to the chat",
      );
    }
    return null;
  }
  const linked = word === null ? null : withKeyword(url, word);
  if (linked === null) return url;
  if (linked.ok) return linked.value;
  reader.fault('RETURN_KEYWORD', linked.error);
  return url;
}

const STRAYS = [
  'API_KEY',
  'BUSINESS_NAME',
  'BUSINESS_ACCENT',
  'BUSINESS_LOGO_FILE',
  'RETURN_MODE',
  'RETURN_KEYWORD',
] as const;

/** Settings of a channel that is not there would be left aside without a word. */
function refuseStray(reader: SettingReader): void {
  for (const name of STRAYS) {
    if (!reader.isSet(name)) continue;
    reader.fault(
      name,
      'belongs to the channel "default", which is not there: set it in a channel, or set WHATSAPP_NUMBER or RETURN_URL too',
    );
  }
}
