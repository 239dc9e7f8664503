import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import type { Clock, Entropy, Log } from '../app/ports.ts';
import type { SharedSecrets } from '../app/shared-secrets.ts';
import type { Turns } from '../app/turns.ts';
import { Vault } from '../app/vault.ts';
import type { AcmeSettings, Settings, TlsFiles } from '../config/settings.ts';
import type { ServerTls } from '../http/hardened-server.ts';
import type { Instant } from '../kernel/instant.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { certificateFiles } from '../system/acme/certificate-files.ts';
import { certificateRows } from '../system/acme/certificate-rows.ts';
import type { CertificateShelf } from '../system/acme/certificate-shelf.ts';
import { systemEntropy } from '../system/entropy.ts';
import type { CheckedPair } from '../system/tls/checked-pair.ts';
import { readPair } from '../system/tls/pair-files.ts';
import { watchPair } from '../system/tls/watch-pair.ts';
import { CommandFailed } from './command-failed.ts';
import { dataDirectoryOf } from './data-places.ts';
import { secretsOf } from './settings-of-command.ts';

/** A directory beside the embedded database, where certificates that were issued are kept with their accounts. */
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
  readonly vault: Vault;
  readonly turns: Turns;
  /** Where certificates are kept for all instances; null for files of this one. */
  readonly shared: SharedSecrets | null;
};

/**
 * Begins to keep a certificate: from files, or from an authority. Null where the settings want neither.
 * @throws CommandFailed where the files cannot be served, with one line that says why. @throws StoreUnavailable
 */
export async function openOwnTls(settings: Settings, parts: OwnTlsParts): Promise<OwnTls | null> {
  const { acme, tls } = settings;
  if (tls !== null) return fromFiles(tls, parts);
  return acme === null ? null : await fromAuthority(acme, settings, parts);
}

/** What there is of a certificate now, without keeping it: for looking only. Null where the settings want none of our own. */
export async function keptCertificate(
  settings: Settings,
  now: Instant,
): Promise<Result<CheckedPair, string> | null> {
  const { acme, tls } = settings;
  if (tls !== null) return readPair(tls, now);
  if (acme === null) return null;
  try {
    const pair = await lookAtShelf(settings, acme, (shelf) => shelf.pair(acme.domain, now));
    return pair === null ? err(`There is no certificate for ${acme.domain} yet.`) : ok(pair);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'for no reason that is known';
    return err(`The certificate for ${acme.domain} cannot be looked at: ${reason}`);
  }
}

async function lookAtShelf<T>(
  settings: Settings,
  { directoryUrl }: AcmeSettings,
  look: (shelf: CertificateShelf) => Promise<T>,
): Promise<T> {
  const { database } = settings;
  if (database.type === 'sqlite') return await look(certificateFiles(acmeDirectory(settings), directoryUrl));
  const vault = new Vault(secretsOf(settings), systemEntropy());
  const { lookAtSharedSecrets } = await import('../store/postgres/shared-secrets.ts');
  return await lookAtSharedSecrets(database.url, (shared) =>
    look(certificateRows(shared, vault, directoryUrl)),
  );
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
  { clock, log, entropy, vault, turns, shared }: OwnTlsParts,
): Promise<OwnTls> {
  const renewals = new Renewals();
  // Loaded only here: making certificates takes a library that nobody else needs.
  const { keepCertificate } = await import('../system/acme/certificate-keeper.ts');
  const keeper = await keepCertificate({
    shelf:
      shared === null
        ? certificateFiles(acmeDirectory(settings), directoryUrl)
        : certificateRows(shared, vault, directoryUrl),
    turns,
    directoryUrl,
    email,
    domain,
    host: settings.host,
    port: httpPort,
    clock,
    log,
    chance: () => Buffer.from(entropy.bytes(4)).readUInt32BE() / 2 ** 32,
    changed: (pair) => renewals.publish(pair),
  });
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
