import type { Clock, Log } from '../../app/ports.ts';
import { type Instant, plus } from '../../kernel/instant.ts';
import { type CheckedPair, checkedPair, type KeyPair } from '../tls/checked-pair.ts';
import { selfSigned } from '../tls/self-signed.ts';
import { AcmeFailure } from './acme-failure.ts';
import { CertificateFiles } from './certificate-files.ts';
import { listenForChallenges } from './challenge-listener.ts';
import { obtainCertificate } from './obtain-certificate.ts';
import { renewalTime, retryPause } from './renewal-time.ts';

/** The longest sleep: a clock that was set, or a machine that slept, is noticed after it. */
const LONGEST_SLEEP_MILLISECONDS = 60 * 60 * 1000;

const SHORTEST_RENEWAL_MILLISECONDS = 6 * 60 * 60 * 1000;

export type KeeperOptions = {
  /** Where accounts, keys and certificates are kept. */
  readonly directory: string;
  readonly directoryUrl: string;
  readonly email: string;
  readonly domain: string;
  /** Where the authority's look-ups arrive. */
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Uniform, at least 0 and below 1. */
  readonly chance: () => number;
  /** Takes each new certificate. */
  readonly changed: (pair: KeyPair) => void;
};

export type CertificateKeeper = {
  /** What to begin serving with: what was kept, or one that vouches for itself until the first is issued. */
  readonly first: KeyPair;
  /** Ends an order under way; the next start tries again. */
  stop(): Promise<void>;
};

/**
 * Keeps a certificate of one authority: orders the first one at once, and each next one after two thirds of the life of
 * the one before. What fails is tried again, more and more rarely, and meanwhile what is there is served on.
 */
export async function keepCertificate(options: KeeperOptions): Promise<CertificateKeeper> {
  const { clock, domain, log } = options;
  const files = new CertificateFiles(options.directory, options.directoryUrl);
  const kept = files.pair(domain, clock.now());
  const first = kept ?? (await selfSigned([domain], clock.now()));
  if (kept === null) {
    log.warn(
      { domain },
      'there is no certificate yet: until the first is issued, one that nobody trusts is served',
    );
  }
  const stopping = new AbortController();
  const ended = run(options, files, kept, stopping.signal);
  return {
    first,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

async function run(
  options: KeeperOptions,
  files: CertificateFiles,
  kept: CheckedPair | null,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log, chance } = options;
  let failures = 0;
  let due = kept === null ? clock.now() : renewalOf(kept, chance);
  while (!signal.aborted) {
    if (clock.now() < due) {
      await pause(Math.min(due - clock.now(), LONGEST_SLEEP_MILLISECONDS), signal);
      continue;
    }
    try {
      const pair = await order(options, files, signal);
      failures = 0;
      due = afterIssue(pair, clock.now(), chance);
      log.info(
        { domain: options.domain, until: new Date(pair.notAfter).toISOString() },
        'a certificate was issued',
      );
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      const wait = waitAfter(error, failures, chance());
      due = plus(clock.now(), wait);
      const fields = { domain: options.domain, failures, again_in_seconds: Math.round(wait / 1000) };
      log.error(
        { ...fields, ...faultOf(error, options.port) },
        'no certificate was issued; what is there is served on',
      );
    }
  }
}

async function order(
  options: KeeperOptions,
  files: CertificateFiles,
  signal: AbortSignal,
): Promise<CheckedPair> {
  const listener = await listenForChallenges(options.host, options.port);
  try {
    const { directoryUrl, email, domain } = options;
    const account = files.account();
    const issued = await obtainCertificate({
      directoryUrl,
      account,
      email,
      domain,
      show: listener.show,
      signal,
    });
    const pair = checkedPair(issued, options.clock.now());
    if (!pair.ok) throw new AcmeFailure(`what was issued cannot be served: ${pair.error}`);
    // Kept before it is served: a crash in between costs nothing, the other way round it would cost an order.
    files.keep(pair.value);
    options.changed(pair.value);
    return pair.value;
  } finally {
    await listener.close();
  }
}

const renewalOf = ({ notBefore, notAfter }: CheckedPair, chance: () => number): Instant =>
  renewalTime(notBefore, notAfter, chance());

/** A clock that runs far ahead must not make one order follow the other. */
function afterIssue(pair: CheckedPair, now: Instant, chance: () => number): Instant {
  const due = renewalOf(pair, chance);
  const soonest = plus(now, SHORTEST_RENEWAL_MILLISECONDS);
  return due < soonest ? soonest : due;
}

function waitAfter(error: unknown, failures: number, chance: number): number {
  const asked = error instanceof AcmeFailure ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
  return Math.max(asked, retryPause(failures, chance));
}

function faultOf(error: unknown, port: number): Readonly<Record<string, unknown>> {
  if (error instanceof AcmeFailure) return { fault: error.message };
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE')
    return { fault: `port ${port} is taken by another program: set ACME_HTTP_PORT, or stop that` };
  if (code === 'EACCES')
    return { fault: `port ${port} may not be opened by this user: see docs/guides/https.md` };
  return { err: error };
}

/** Resolves after that time, or at once when `signal` is aborted. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}
