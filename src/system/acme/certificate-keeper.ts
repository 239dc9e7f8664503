import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Log } from '../../app/ports.ts';
import type { Turns } from '../../app/turns.ts';
import { type Instant, plus, toRfc3339 } from '../../kernel/instant.ts';
import { type CheckedPair, checkedPair, type KeyPair } from '../tls/checked-pair.ts';
import { selfSigned } from '../tls/self-signed.ts';
import { AcmeFailure } from './acme-failure.ts';
import type { CertificateShelf } from './certificate-shelf.ts';
import { type ChallengeListener, listenForChallenges } from './challenge-listener.ts';
import { obtainCertificate } from './obtain-certificate.ts';
import { renewalTime, retryPause } from './renewal-time.ts';

/** How often is looked for what another instance kept; a clock that was set is noticed then too. */
const LOOK_MILLISECONDS = 15_000;

/** The same, while another one orders what is wanted here, or nothing that anybody trusts is served. */
const SOON_MILLISECONDS = 1000;

const SHORTEST_RENEWAL_MILLISECONDS = 6 * 60 * 60 * 1000;

export type KeeperOptions = {
  readonly shelf: CertificateShelf;
  readonly turns: Turns;
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
  readonly lookMilliseconds?: number;
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
 *
 * Of instances that share a shelf whoever has the turn orders. The others answer the authority's look-ups as well, and
 * take up what was kept; where the one that orders dies, its turn is had by the next that looks.
 * @throws StoreUnavailable
 */
export async function keepCertificate(options: KeeperOptions): Promise<CertificateKeeper> {
  const { clock, domain, log, shelf } = options;
  const kept = await shelf.pair(domain, clock.now());
  const first = kept ?? (await selfSigned([domain], clock.now()));
  if (kept === null) {
    log.warn(
      { domain },
      'there is no certificate yet: until the first is issued, one that nobody trusts is served',
    );
  }
  const stopping = new AbortController();
  const ended = new Keeping(options, kept, stopping.signal).run();
  return {
    first,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

class Keeping {
  readonly #options: KeeperOptions;
  readonly #signal: AbortSignal;
  #served: CheckedPair | null;
  #due: Instant;
  #failures = 0;
  /** When this instance last knew how things stand: failures of others before that are no news. */
  #known: Instant;
  #listener: ChallengeListener | null = null;
  #isDeaf = false;

  constructor(options: KeeperOptions, kept: CheckedPair | null, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#served = kept;
    this.#known = options.clock.now();
    this.#due = kept === null ? this.#known : renewalOf(kept, options.chance);
  }

  async run(): Promise<void> {
    const { clock, log, lookMilliseconds = LOOK_MILLISECONDS } = this.#options;
    while (!this.#signal.aborted) {
      let isElsewhere = false;
      try {
        await this.#look();
        isElsewhere = this.#isDue() && !(await this.#orderInTurn());
      } catch (error) {
        if (this.#signal.aborted) break;
        log.warn({ err: error }, 'the certificate that is kept cannot be looked at now; trying again');
      }
      const isUrgent = isElsewhere || this.#served === null;
      const wait = isUrgent ? Math.min(SOON_MILLISECONDS, lookMilliseconds) : lookMilliseconds;
      const untilDue = this.#due - clock.now();
      await pause(untilDue > 0 ? Math.min(wait, untilDue) : wait, this.#signal);
    }
    await this.#stopListening();
  }

  #isDue(): boolean {
    return this.#options.clock.now() >= this.#due;
  }

  /** Takes up what another instance kept, and sees to it that the authority may ask this one as well. */
  async #look(): Promise<void> {
    const { shelf, domain, clock, log, port } = this.#options;
    const kept = await shelf.pair(domain, clock.now());
    if (kept !== null && kept.cert !== this.#served?.cert) {
      this.#serve(kept);
      log.info({ domain, until: toRfc3339(kept.notAfter) }, 'a certificate that was kept is served');
    }
    if (!shelf.isShared || this.#listener !== null) return;
    try {
      await this.#listen();
      this.#isDeaf = false;
    } catch (error) {
      if (!this.#isDeaf) log.error(faultOf(error, port), 'look-ups of the authority are not answered here');
      this.#isDeaf = true;
    }
  }

  /** @returns whether there was a turn to be had. */
  async #orderInTurn(): Promise<boolean> {
    // One that the authority could not ask leaves the turn to the others.
    if (!(await this.#canListen())) return true;
    return await this.#options.turns.alone('certificate', async () => {
      // Somebody may have had the turn since the last look.
      await this.#look();
      await this.#learnOfFailure();
      if (this.#isDue()) await this.#try();
    });
  }

  async #canListen(): Promise<boolean> {
    try {
      await this.#listen();
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  async #try(): Promise<void> {
    const { shelf, domain, log } = this.#options;
    try {
      const pair = await this.#order();
      this.#serve(pair);
      log.info({ domain, until: toRfc3339(pair.notAfter) }, 'a certificate was issued');
    } catch (error) {
      if (this.#signal.aborted) return;
      this.#failed(error);
      await shelf.keepFailure({ failures: this.#failures, at: this.#known, due: this.#due });
    } finally {
      if (!shelf.isShared) await this.#stopListening();
    }
  }

  async #order(): Promise<CheckedPair> {
    const { shelf, directoryUrl, email, domain, clock } = this.#options;
    const shown: string[] = [];
    try {
      const issued = await obtainCertificate({
        directoryUrl,
        account: await shelf.account(),
        email,
        domain,
        show: async (content) => {
          shown.push(content);
          await shelf.show(content);
        },
        signal: this.#signal,
      });
      const pair = checkedPair(issued, clock.now());
      if (!pair.ok) throw new AcmeFailure(`what was issued cannot be served: ${pair.error}`);
      // Kept before it is served: a crash in between costs nothing, the other way round it would cost an order.
      await shelf.keep(pair.value);
      return pair.value;
    } finally {
      // What stays is harmless: the next order writes over it.
      for (const content of shown) await shelf.hide(content).catch(() => null);
    }
  }

  #serve(pair: CheckedPair): void {
    const { clock, chance, changed } = this.#options;
    this.#served = pair;
    this.#failures = 0;
    this.#known = clock.now();
    this.#due = afterIssue(pair, this.#known, chance);
    changed(pair);
  }

  /** An authority counts what fails for a name, whoever asked: the others wait with whoever failed. */
  async #learnOfFailure(): Promise<void> {
    const { shelf, clock, domain, log } = this.#options;
    const failed = await shelf.failure();
    if (failed === null || failed.at <= this.#known) return;
    this.#failures = failed.failures;
    this.#known = failed.at;
    this.#due = failed.due;
    const wait = Math.round((failed.due - clock.now()) / 1000);
    log.warn(
      { domain, failures: failed.failures, again_in_seconds: wait },
      'another instance was issued no certificate: this one waits too',
    );
  }

  #failed(error: unknown): void {
    const { clock, chance, domain, log, port } = this.#options;
    this.#failures += 1;
    const wait = waitAfter(error, this.#failures, chance());
    this.#known = clock.now();
    this.#due = plus(this.#known, wait);
    const fields = { domain, failures: this.#failures, again_in_seconds: Math.round(wait / 1000) };
    log.error(
      { ...fields, ...faultOf(error, port) },
      'no certificate was issued; what is there is served on',
    );
  }

  async #listen(): Promise<void> {
    const { shelf, host, port } = this.#options;
    this.#listener ??= await listenForChallenges(host, port, () => shelf.answer());
  }

  async #stopListening(): Promise<void> {
    await this.#listener?.close();
    this.#listener = null;
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
const pause = (milliseconds: number, signal: AbortSignal): Promise<unknown> =>
  sleep(milliseconds, null, { signal }).catch(() => null);
