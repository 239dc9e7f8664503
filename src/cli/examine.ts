import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Finding, fault, fine, warning } from '../app/finding.ts';
import type { Settings } from '../config/settings.ts';
import type { Instant } from '../kernel/instant.ts';
import { checkChatfuel } from '../outbound/check-chatfuel.ts';
import { httpClient } from '../outbound/http-client.ts';
import { checkDatabase as checkPostgres } from '../store/postgres/check-database.ts';
import { checkDatabase } from '../store/sqlite/check-database.ts';
import { checkCertificate } from '../system/checks/certificate.ts';
import { checkClock } from '../system/checks/clock-skew.ts';
import { checkFileModes } from '../system/checks/file-modes.ts';
import { checkGeoAge } from '../system/checks/geo-age.ts';
import { checkNodeRelease } from '../system/checks/node-release.ts';
import { checkPublicUrl } from '../system/checks/public-url.ts';
import { checkPreviousSecret, checkRetention } from '../system/checks/retention.ts';
import { systemClock } from '../system/clock.ts';
import { previousPath } from '../system/secret-key.ts';
import { databaseFileOf } from './data-places.ts';
import { keptCertificate } from './own-tls.ts';
import { secretKeyFileOf } from './settings-of-command.ts';

const CHATFUEL_API = 'https://api.chatfuel.com';

/** Nobody renews files by themselves: three weeks are time to look. What is renewed at two thirds of its life has failed by then. */
const DAYS_TO_WORRY = 21;

/** Every look at an installation, none of which changes it. @param directory where `.env` is. */
export async function examine(settings: Settings, directory: string): Promise<readonly Finding[]> {
  const now = systemClock.now();
  const file = databaseFileOf(settings);
  const local = [
    checkNodeRelease(process.versions.node),
    ...checkFileModes(privateFiles(settings, directory)),
    ...(file === null ? [] : checkDatabase(file)),
    await lookAtCertificate(settings, now),
    checkGeoAge(settings.geoipFile, now),
    checkRetention(settings.retention, settings.policies),
    ...checkPreviousSecret(hasPreviousSecret(settings)),
    ...settings.channels.map(({ name, returnUrl }) => checkReturnUrl(name, returnUrl)),
  ];
  const remote = await Promise.all([
    checkClock(new URL(platformOf(settings)), systemClock),
    ...(settings.publicUrl === null ? [] : [checkPublicUrl(settings.publicUrl)]),
    ...(settings.database.type === 'postgres' ? [checkPostgres(settings.database.url)] : []),
    ...settings.channels.map(lookAtPlatform),
  ]);
  return [...local, ...remote.filter((finding) => finding !== null)];
}

function hasPreviousSecret(settings: Settings): boolean {
  const file = secretKeyFileOf(settings);
  return settings.secretKeyPrevious !== null || (file !== null && existsSync(previousPath(file)));
}

function privateFiles(settings: Settings, directory: string) {
  const { tls } = settings;
  const file = databaseFileOf(settings);
  const keyFile = secretKeyFileOf(settings);
  return [
    { path: join(directory, '.env'), secret: true },
    { path: join(directory, 'countersign.config.json'), secret: false },
    ...(keyFile === null ? [] : [keyFile, previousPath(keyFile)].map((path) => ({ path, secret: true }))),
    ...(tls === null ? [] : [{ path: tls.keyFile, secret: true }]),
    ...(file === null ? [] : [{ path: file, secret: false }]),
    // The working directory itself may hold what everybody may see.
    ...(file === null || dirname(file) === '.' ? [] : [{ path: dirname(file), secret: false }]),
  ];
}

async function lookAtCertificate(settings: Settings, now: Instant): Promise<Finding> {
  const pair = await keptCertificate(settings, now);
  if (pair === null) {
    const { publicUrl, trustedProxies } = settings;
    return publicUrl?.startsWith('https:')
      ? fine('certificate', `TLS ends at a proxy, one of ${trustedProxies.join(', ')}.`)
      : fine('certificate', 'Both ports speak plain HTTP, for this machine alone.');
  }
  if (!pair.ok) {
    return settings.acme === null
      ? fault('certificate', pair.error, 'Correct TLS_CERT_FILE and TLS_KEY_FILE, or the files.')
      : warning(
          'certificate',
          pair.error,
          'Start the service, and look into its log: it says why none is issued.',
        );
  }
  const host = settings.publicUrl === null ? null : new URL(settings.publicUrl).hostname;
  return checkCertificate({ pair: pair.value, host, daysToWorry: DAYS_TO_WORRY, now });
}

function checkReturnUrl(channel: string, returnUrl: string): Finding {
  const check = `way back (${channel})`;
  const url = new URL(returnUrl);
  if (url.hostname !== 'wa.me') return fine(check, `People are led back to ${url.host}.`);
  return /^\/[1-9]\d{7,14}$/.test(url.pathname)
    ? fine(check, `People are led back to the chat of +${url.pathname.slice(1)}.`)
    : fault(
        check,
        `${url.host}${url.pathname} is no number with its country code, 8 to 15 digits.`,
        'Correct WHATSAPP_NUMBER or the return URL.',
      );
}

/** Whose clock ours is compared with: the platform's that is told first. */
function platformOf({ channels }: Settings): string {
  const [first] = channels.flatMap(({ connector }) => apiUrlOf(connector?.settings) ?? []);
  return first ?? CHATFUEL_API;
}

/** Each connector names it after its platform: `chatfuel_api_url`. */
function apiUrlOf(settings: unknown): string | null {
  if (typeof settings !== 'object' || settings === null) return null;
  const [, url] = Object.entries(settings).find(([member]) => member.endsWith('_api_url')) ?? [];
  return typeof url === 'string' ? url : null;
}

async function lookAtPlatform({
  connector,
  privateHosts,
}: Settings['channels'][number]): Promise<Finding | null> {
  if (connector?.kind !== 'chatfuel') return null;
  const http = httpClient({ clock: systemClock, allowedHosts: privateHosts });
  try {
    return await checkChatfuel(connector.settings, http);
  } finally {
    await http.close();
  }
}
