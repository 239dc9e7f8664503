import { readFileSync } from 'node:fs';
import type { Clock } from '../app/ports.ts';
import { areApart, type TimeStampAuthority, type Vouchers } from '../app/vouchers.ts';
import type { AuthoritySetting, VoucherSettings } from '../config/voucher-settings.ts';
import { err } from '../kernel/result.ts';
import { type HttpClient, httpClient } from '../outbound/http-client.ts';
import { witnessClient } from '../outbound/witness-client.ts';
import { systemClock } from '../system/clock.ts';
import { systemEntropy } from '../system/entropy.ts';
import { witnessKey } from './believed-witnesses.ts';
import { CommandFailed } from './command-failed.ts';

/** Whoever hangs for longer is given up, and asked later. */
const TIMEOUT_MILLISECONDS = 10_000;
const NONCE_BYTES = 16;

/** Those that the settings name. @param opened closes their client. @throws CommandFailed for a key or a file that is none. */
export async function openVouchers(
  settings: VoucherSettings,
  opened: AsyncDisposableStack,
  clock: Clock = systemClock,
): Promise<Vouchers> {
  const { witnesses, witnessSeconds, authority, allowPrivate } = settings;
  const asked = witnesses.flatMap(({ key, url }) => (url === null ? [] : [{ key: witnessKey(key), url }]));
  const urls = [...asked.map(({ url }) => url), ...(authority === null ? [] : [authority.url])];
  const http = httpClient({
    clock,
    allowedHosts: allowPrivate ? urls.map((url) => new URL(url).hostname) : [],
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  });
  opened.defer(() => http.close());
  return {
    witnesses: asked.map(({ key, url }) => witnessClient(key, url, http)),
    witnessEvery: witnessSeconds * 1000,
    authority: authority === null ? null : await openAuthority(authority, http, clock),
    stampEvery: (authority?.everyMinutes ?? 0) * 60_000,
  };
}

async function openAuthority(
  { url, caFile }: AuthoritySetting,
  http: HttpClient,
  clock: Clock,
): Promise<TimeStampAuthority> {
  // Loaded only here: the library takes a while, and most services need none of it.
  const { stampRequest, tokenOf } = await import('../system/time-stamp/stamp-request.ts');
  const { openStamp } = await import('../system/time-stamp/open-stamp.ts');
  const roots = await stampRoots(caFile, 'TSA_CA_FILE');
  const entropy = systemEntropy();
  const target = new URL(url);
  return {
    name: target.host,
    async stamp(text, signal) {
      const nonce = entropy.bytes(NONCE_BYTES);
      const headers = { 'content-type': 'application/timestamp-query' };
      const answer = await http.send(
        { method: 'POST', url: target, headers, body: stampRequest(text, nonce) },
        signal,
      );
      if (answer.type === 'failed') return err(answer.error);
      if (answer.status !== 200) return err(`It answered ${answer.status}.`);
      const token = tokenOf(answer.bytes, nonce);
      if (!token.ok) return token;
      const opened = await openStamp(token.value, text, roots);
      if (!opened.ok) return err('Its time stamp does not hold for what it was sent.');
      if (areApart(opened.value.at, clock.now()))
        return err('Its clock and the one here differ by more than ten minutes.');
      return opened.value.isTrusted
        ? token
        : err('Its certificate does not lead to one in TSA_CA_FILE, or was not good at the time.');
    },
  };
}

/** The certificates of a file, DER. @param from the setting or option that names it. @throws CommandFailed */
export async function stampRoots(file: string, from: string): Promise<readonly Uint8Array[]> {
  const { certificatesIn } = await import('../system/time-stamp/open-stamp.ts');
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch {
    throw new CommandFailed(`${from}: ${file} cannot be read. Check the path, and who may read the file.`);
  }
  const roots = certificatesIn(pem);
  if (roots === null) throw new CommandFailed(`${from}: ${file} holds no certificates as PEM.`);
  return roots;
}
