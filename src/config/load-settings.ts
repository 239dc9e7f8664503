import type { Policy } from '../domain/policy/policy.ts';
import { equalInConstantTime } from '../kernel/constant-time.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { readAuditSettings } from './audit-settings.ts';
import type { Catalogue, ChannelSettings } from './channel-settings.ts';
import { databaseUrl } from './database-url.ts';
import { readDefaultChannel } from './default-channel.ts';
import { readFactSource } from './fact-source-settings.ts';
import { readLimits } from './limit-settings.ts';
import { namesChannels, readChannels } from './read-channels.ts';
import { readLists } from './read-lists.ts';
import { readPolicies } from './read-policies.ts';
import { readRetention } from './retention-settings.ts';
import type { SettingFault } from './setting-fault.ts';
import { SettingReader, type SettingSources } from './setting-reader.ts';
import { contact, filePath, host, networkRanges, oneOf, secretKey, wholeNumber } from './setting-values.ts';
import { type Settings, speaksTls } from './settings.ts';
import { readTlsSettings } from './tls-settings.ts';
import { origin } from './url-settings.ts';
import { readVouchers } from './voucher-settings.ts';

const DEFAULT_API_PORT = 8000;
const DEFAULT_WEB_PORT = 8080;
const DEFAULT_TLS_WEB_PORT = 8443;
const port = wholeNumber(0, 65_535);

/**
 * The settings, frozen, or everything that is wrong with them at once.
 * @param catalogue what channels and policies can name.
 */
export function loadSettings(
  sources: SettingSources,
  catalogue: Catalogue,
): Result<Settings, readonly SettingFault[]> {
  const reader = new SettingReader(sources);
  const publicUrl = reader.read('PUBLIC_URL', origin);
  const certificates = readTlsSettings(reader, publicUrl);
  const policies = readPolicies(reader.section('policies'), catalogue, (fault) => reader.keep(fault));
  const settings: Settings = {
    host: reader.read('HOST', host) ?? '127.0.0.1',
    apiPort: reader.read('API_PORT', port) ?? DEFAULT_API_PORT,
    webPort:
      reader.read('WEB_PORT', port) ?? (speaksTls(certificates) ? DEFAULT_TLS_WEB_PORT : DEFAULT_WEB_PORT),
    publicUrl,
    challengeTtlSeconds: reader.read('CHALLENGE_TTL_SECONDS', wholeNumber(10, 600)),
    channels: readAllChannels(reader, catalogue, policies),
    policies,
    lists: readLists(reader.section('lists'), catalogue, (fault) => reader.keep(fault)),
    database: reader.read('DATABASE_URL', databaseUrl) ?? { type: 'sqlite', file: './data/countersign.db' },
    workers: reader.read('WORKERS', wholeNumber(1, 64)) ?? 1,
    drainSeconds: reader.read('DRAIN_SECONDS', wholeNumber(0, 60)) ?? 0,
    ...certificates,
    trustedProxies: reader.read('TRUSTED_PROXIES', networkRanges) ?? [],
    secretKey: reader.read('SECRET_KEY', secretKey),
    secretKeyPrevious: reader.read('SECRET_KEY_PREVIOUS', secretKey),
    factSource: readFactSource(reader),
    limits: readLimits(reader),
    audit: readAuditSettings(reader),
    retention: readRetention(reader),
    vouchers: readVouchers(reader),
    logLevel: reader.read('LOG_LEVEL', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent')) ?? 'info',
    geoipFile: reader.read('GEOIP_FILE', filePath),
    securityContact: reader.read('SECURITY_CONTACT', contact),
  };
  checkPublicUrl(reader, settings);
  checkPorts(reader, settings);
  checkDatabase(reader, settings);
  checkSecrets(reader, settings);
  return reader.faults.length === 0 ? ok(deepFrozen(settings)) : err(reader.faults);
}

function readAllChannels(
  reader: SettingReader,
  { connectors, languages }: Catalogue,
  policies: readonly Policy[],
): readonly ChannelSettings[] {
  const given = reader.section('channels');
  const offers = { connectors, languages, policies: policies.map(({ name }) => name) };
  const named = readChannels(given, offers, reader.places, (fault) => reader.keep(fault));
  const made = readDefaultChannel(reader, namesChannels(given));
  if (made === null) return named;
  if (named.some(({ name }) => name === made.name)) {
    reader.keep({
      setting: `channels.${made.name}`,
      source: 'countersign.config.json',
      found: null,
      expected:
        'is made by the settings at the top already; give it another name, or leave WHATSAPP_NUMBER, RETURN_URL and CHATFUEL_TOKEN out',
    });
  }
  return [made, ...named];
}

function checkPublicUrl(reader: SettingReader, settings: Settings): void {
  const { publicUrl, trustedProxies } = settings;
  const related = ['PUBLIC_URL', 'TLS_CERT_FILE', 'TLS_KEY_FILE', 'ACME_EMAIL', 'TRUSTED_PROXIES'] as const;
  if (publicUrl === null || !reader.isSound(...related)) return;
  const isHttps = publicUrl.startsWith('https:');
  if (isHttps && !speaksTls(settings) && trustedProxies.length === 0) {
    reader.fault(
      'PUBLIC_URL',
      'which needs somebody to speak TLS: set TLS_CERT_FILE and TLS_KEY_FILE, or ACME_EMAIL, or TRUSTED_PROXIES to the proxy that does',
    );
  }
  if (!isHttps && speaksTls(settings)) {
    const which = settings.acme === null ? 'TLS_CERT_FILE' : 'ACME_EMAIL';
    reader.fault('PUBLIC_URL', `must begin with https://, since ${which} makes both ports speak TLS`);
  }
}

function checkPorts(reader: SettingReader, { apiPort, webPort }: Settings): void {
  if (apiPort !== webPort || apiPort === 0 || !reader.isSound('API_PORT', 'WEB_PORT')) return;
  reader.fault('WEB_PORT', `must differ from API_PORT, which is ${apiPort} too`);
}

function checkDatabase(reader: SettingReader, { database, secretKey, workers }: Settings): void {
  if (database.type === 'postgres' && secretKey === null && reader.isSound('SECRET_KEY')) {
    reader.fault('SECRET_KEY', 'must be set with PostgreSQL, to the same value for every instance');
  }
  if (database.type === 'sqlite' && workers > 1 && reader.isSound('DATABASE_URL')) {
    reader.fault(
      'WORKERS',
      'must be 1 with the embedded database, which one process serves; more need PostgreSQL',
    );
  }
}

function checkSecrets(reader: SettingReader, { secretKey, secretKeyPrevious }: Settings): void {
  if (secretKey === null || secretKeyPrevious === null) return;
  if (equalInConstantTime(secretKey, secretKeyPrevious)) {
    reader.fault('SECRET_KEY_PREVIOUS', 'must be another one than SECRET_KEY, or be left out');
  }
}

function deepFrozen<T extends object>(value: T): T {
  for (const member of Object.values(value)) {
    // Bytes cannot be frozen; whoever takes the key copies it into what it derives.
    if (typeof member === 'object' && member !== null && !ArrayBuffer.isView(member)) deepFrozen(member);
  }
  return Object.freeze(value);
}
