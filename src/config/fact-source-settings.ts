import { fromBase64 } from '../kernel/bytes.ts';
import { err, ok } from '../kernel/result.ts';
import type { SettingReader } from './setting-reader.ts';
import { oneOf, type Read } from './setting-values.ts';
import type { FactSourceSettings } from './settings.ts';
import { isLoopback, link } from './url-settings.ts';

const SHORTEST_SECRET = 24;
const LONGEST_SECRET = 64;

const signingSecret: Read<string> = (text) => {
  const bytes = fromBase64(/^whsec_(.+)$/.exec(text)?.[1] ?? '');
  return bytes !== null && bytes.byteLength >= SHORTEST_SECRET && bytes.byteLength <= LONGEST_SECRET
    ? ok(text)
    : err(
        'must be whsec_ and 24 to 64 random bytes as base64 (echo whsec_$(openssl rand -base64 32) makes one)',
      );
};

export function readFactSource(reader: SettingReader): FactSourceSettings | null {
  const url = reader.read('FACTS_URL', link);
  const secret = reader.read('FACTS_SECRET', signingSecret);
  const allowPrivate = reader.read('FACTS_ALLOW_PRIVATE', oneOf('true', 'false')) === 'true';
  if (!reader.isSound('FACTS_URL', 'FACTS_SECRET')) return null;
  if (url === null) {
    if (secret !== null) reader.fault('FACTS_URL', 'must be set too, since FACTS_SECRET is set');
    return null;
  }
  if (secret === null) {
    reader.fault('FACTS_SECRET', 'must be set too, since FACTS_URL is set');
    return null;
  }
  if (isLoopback(new URL(url)) && !allowPrivate) {
    reader.fault('FACTS_ALLOW_PRIVATE', 'must be true, since FACTS_URL is on this machine');
    return null;
  }
  return { url, secret, allowPrivate };
}
