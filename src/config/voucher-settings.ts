import { err, ok } from '../kernel/result.ts';
import type { SettingReader } from './setting-reader.ts';
import { filePath, oneOf, type Read, wholeNumber } from './setting-values.ts';
import { apiBase, isLoopback } from './url-settings.ts';

/** Who vouches for the log from outside. */
export type VoucherSettings = {
  readonly witnesses: readonly WitnessSetting[];
  /** How many of them are enough; 0 where there are none. */
  readonly quorum: number;
  readonly witnessSeconds: number;
  readonly authority: AuthoritySetting | null;
  /** Whether their hosts may lie outside the public Internet. */
  readonly allowPrivate: boolean;
};

export type WitnessSetting = {
  /** In the text form of C2SP, not looked into. */
  readonly key: string;
  /** Null: it is asked no more, and what it said before is still believed. */
  readonly url: string | null;
};

export type AuthoritySetting = {
  readonly url: string;
  readonly caFile: string;
  readonly everyMinutes: number;
};

const SECONDS_OF_A_DAY = 86_400;
const MINUTES_OF_A_MONTH = 43_200;
const DEFAULT_MINUTES = 60;

export function readVouchers(reader: SettingReader): VoucherSettings {
  const witnesses = reader.read('WITNESSES', witnessList) ?? [];
  const asked = witnesses.filter(({ url }) => url !== null);
  const quorum = reader.read('WITNESS_QUORUM', wholeNumber(1, 100));
  const allowPrivate = reader.read('VOUCHERS_ALLOW_PRIVATE', oneOf('true', 'false')) === 'true';
  if (quorum !== null && quorum > asked.length && reader.isSound('WITNESSES')) {
    reader.fault(
      'WITNESS_QUORUM',
      `must be at most ${asked.length}, the number of WITNESSES that have a URL`,
    );
  }
  const settings: VoucherSettings = {
    witnesses,
    quorum: quorum ?? majorityOf(asked.length),
    witnessSeconds: reader.read('WITNESS_SECONDS', wholeNumber(0, SECONDS_OF_A_DAY)) ?? 1,
    authority: readAuthority(reader),
    allowPrivate,
  };
  if (!allowPrivate) {
    if (asked.some(({ url }) => isLoopback(new URL(url ?? '')))) askForPrivate(reader, 'WITNESSES');
    else if (settings.authority !== null && isLoopback(new URL(settings.authority.url)))
      askForPrivate(reader, 'TSA_URL');
  }
  return settings;
}

const askForPrivate = (reader: SettingReader, name: 'WITNESSES' | 'TSA_URL'): void =>
  reader.fault('VOUCHERS_ALLOW_PRIVATE', `must be true, since a host in ${name} is on this machine`);

const majorityOf = (count: number): number => (count === 0 ? 0 : Math.floor(count / 2) + 1);

function readAuthority(reader: SettingReader): AuthoritySetting | null {
  const url = reader.read('TSA_URL', stampUrl);
  const caFile = reader.read('TSA_CA_FILE', filePath);
  const everyMinutes = reader.read('TSA_MINUTES', wholeNumber(0, MINUTES_OF_A_MONTH)) ?? DEFAULT_MINUTES;
  if (!reader.isSound('TSA_URL', 'TSA_CA_FILE') || (url === null && caFile === null)) return null;
  if (url === null) reader.fault('TSA_URL', 'must be set too, since TSA_CA_FILE is set');
  if (caFile === null) reader.fault('TSA_CA_FILE', 'must be set too, since TSA_URL is set');
  return url === null || caFile === null ? null : { url, caFile, everyMinutes };
}

const WITNESS =
  'must be, for each witness and separated by commas, its key as it prints it (NAME+ID+BASE64), a space, and its https:// URL';

const witnessList: Read<readonly WitnessSetting[]> = (text) => {
  const witnesses: WitnessSetting[] = [];
  for (const each of text.split(',')) {
    const [key = '', address, ...more] = each.trim().split(/\s+/);
    const url = address === undefined ? ok(null) : apiBase(address);
    if (!/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/.test(key) || !url.ok || more.length > 0)
      return err(WITNESS);
    witnesses.push({ key, url: url.value });
  }
  const names = witnesses.map(({ key }) => key.slice(0, key.indexOf('+')));
  return new Set(names).size === names.length ? ok(witnesses) : err('must name each witness once');
};

/** Plain http is common among authorities: what they answer is signed, and what they are asked is a hash. */
const stampUrl: Read<string> = (text) => {
  const url = URL.parse(text);
  const isFit = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isFit ? ok(url.href) : err('must be an https:// or http:// URL without a password');
};
