import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import type { Clock, Entropy, Log } from '../app/ports.ts';
import type { AcmeSettings, Settings, TlsFiles } from '../config/settings.ts';
import type { ServerTls } from '../http/hardened-server.ts';
import type { Instant } from '../kernel/instant.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { CertificateFiles } from '../system/acme/certificate-files.ts';
import type { CheckedPair } from '../system/tls/checked-pair.ts';
import { readPair } from '../system/tls/pair-files.ts';
import { watchPair } from '../system/tls/watch-pair.ts';
import { CommandFailed } from './command-failed.ts';
import { dataDirectoryOf } from './data-places.ts';

/** A directory beside the database, where certificates that were issued are kept with their accounts. */
const ACME_DIRECTORY = 'acme';

/** The certificate that the service serves with, and each one that comes after it. */
export type OwnTls = {
  readonly first: ServerTls;
  /** Hands on each later certificate, and at once the newest where one came already. */
  onRenewal(listener: (tls: ServerTls) => void): void;
  stop(): Promise<void>;
};

export type OwnTlsParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly entropy: Entropy;
  /** Whether this process orders certificates; of several on one database one does, and the others take what it has. */
  readonly orders: boolean;
};

/**
 * Begins to keep a certificate: from files, or from an authority. Null where the settings want neither.
 * @throws CommandFailed where the files cannot be served, with one line that says why.
 */
export async function openOwnTls(settings: Settings, parts: OwnTlsParts): Promise<OwnTls | null> {
  const { acme, tls } = settings;
  if (tls !== null) return fromFiles(tls, parts);
  return acme === null ? null : await fromAuthority(acme, settings, parts);
}

/** What there is of a certificate now, without keeping it: for looking only. Null where the settings want none of our own. */
export function keptCertificate(settings: Settings, now: Instant): Result<CheckedPair, string> | null {
  const { acme, tls } = settings;
  if (tls !== null) return readPair(tls, now);
  if (acme === null) return null;
  const pair = new CertificateFiles(acmeDirectory(settings), acme.directoryUrl).pair(acme.domain, now);
  return pair === null ? err(`There is no certificate for ${acme.domain} yet.`) : ok(pair);
}

const acmeDirectory = (settings: Settings): string => join(dataDirectoryOf(settings), ACME_DIRECTORY);

function fromFiles(files: TlsFiles, { clock, log }: OwnTlsParts): OwnTls {
  const pair = readPair(files, clock.now());
  if (!pair.ok) throw new CommandFailed(`TLS_CERT_FILE, TLS_KEY_FILE: ${pair.error}`);
  const renewals = new Renewals();
  const watch = watchPair({
    files,
    current: pair.value,
    changed: (next) => {
      log.info({ until: new Date(next.notAfter).toISOString() }, 'a new certificate is served');
      renewals.publish(next);
    },
    clock,
    log,
  });
  return {
    first: pair.value,
    onRenewal: (listener) => renewals.subscribe(listener),
    stop: async () => watch.stop(),
  };
}

async function fromAuthority(
  { directoryUrl, email, domain, httpPort }: AcmeSettings,
  settings: Settings,
  { clock, log, entropy, orders }: OwnTlsParts,
): Promise<OwnTls> {
  const renewals = new Renewals();
  const kept = {
    directory: acmeDirectory(settings),
    directoryUrl,
    domain,
    clock,
    changed: (pair: ServerTls) => renewals.publish(pair),
  };
  // Loaded only here: making certificates takes a library that nobody else needs.
  const { keepCertificate } = await import('../system/acme/certificate-keeper.ts');
  const { followCertificate } = await import('../system/acme/follow-certificate.ts');
  const keeper = orders
    ? await keepCertificate({
        ...kept,
        email,
        host: settings.host,
        port: httpPort,
        log,
        chance: () => Buffer.from(entropy.bytes(4)).readUInt32BE() / 2 ** 32,
      })
    : await followCertificate(kept);
  return {
    first: keeper.first,
    onRenewal: (listener) => renewals.subscribe(listener),
    stop: () => keeper.stop(),
  };
}

/** A certificate can come before anybody listens: the newest one is kept for whoever does. */
class Renewals {
  #newest: ServerTls | null = null;
  #listener: ((tls: ServerTls) => void) | null = null;

  publish(tls: ServerTls): void {
    this.#newest = tls;
    this.#listener?.(tls);
  }

  subscribe(listener: (tls: ServerTls) => void): void {
    this.#listener = listener;
    if (this.#newest !== null) listener(this.#newest);
  }
}
