import { withCosignature } from '../domain/audit/cosignature.ts';
import { parseNote } from '../domain/audit/signed-note.ts';
import { type Instant, plus } from '../kernel/instant.ts';
import { unreachable } from '../kernel/result.ts';
import { askWitness, type WitnessOutcome } from './ask-witness.ts';
import type { StoredCheckpoint } from './log-ports.ts';
import type { Service } from './service.ts';
import type { TimeStampAuthority, VoucherMeter, Vouchers, Witness } from './vouchers.ts';

type Log = Pick<Service, 'store' | 'clock' | 'entropy' | 'log'>;

/** When one of the vouchers is asked again, and how often in a row it has failed. */
type Patience = { notBefore: number; failures: number };

const FIRST_WAIT_MILLISECONDS = 1000;
const LONGEST_WAIT_MILLISECONDS = 10 * 60 * 1000;

/** Has the newest checkpoints vouched for by others, round by round. Nothing else waits for it. */
export class Vouching {
  readonly #service: Log;
  readonly #vouchers: Vouchers;
  readonly #meter: VoucherMeter;
  readonly #patience = new Map<Witness | TimeStampAuthority, Patience>();
  /** Entries of what each witness saw last. */
  readonly #seen = new Map<Witness, number>();
  #writing: Promise<unknown> = Promise.resolve();

  constructor(service: Log, vouchers: Vouchers, meter: VoucherMeter) {
    this.#service = service;
    this.#vouchers = vouchers;
    this.#meter = meter;
  }

  /**
   * Shows the newest checkpoint to every voucher who is to see it now, and keeps what they say with it.
   * @throws StoreUnavailable, when all that were asked have answered.
   */
  async round(signal: AbortSignal): Promise<void> {
    const latest = await this.#service.store.checkpoints.latest();
    if (latest === null) return;
    const { authority, witnesses } = this.#vouchers;
    const stamping = latest.timestamp === null && authority !== null && this.#isDue(authority);
    // What is stamped is shown to every witness who answers: evidence that has both is worth most.
    const isAsked = (witness: Witness) =>
      this.#isDue(witness) || (stamping && this.#patience.get(witness)?.failures === 0);
    const asked = witnesses
      .filter((witness) => isAsked(witness) && !isCosigned(latest, witness))
      .map((witness) => this.#witnessed(witness, latest, signal));
    if (stamping) asked.push(this.#stamped(authority, latest, signal));
    const ended = await Promise.allSettled(asked);
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
  }

  async #witnessed(witness: Witness, checkpoint: StoredCheckpoint, signal: AbortSignal): Promise<void> {
    const { size } = checkpoint;
    const { name } = witness.verifier;
    const known = this.#seen.get(witness) ?? 0;
    const outcome = await askWitness(this.#service, witness, checkpoint, known, signal);
    switch (outcome.type) {
      case 'cosigned':
        await this.#keep(size, (stored) => cosigned(stored, outcome, witness));
        this.#seen.set(witness, size);
        return this.#succeeded(witness, name, size, outcome.at, this.#vouchers.witnessEvery);
      case 'conflict':
        if (await this.#hasGrownTo(outcome.seen, size)) return;
        this.#service.log.error(
          { witness: name, ours: size, seen: outcome.seen },
          'a witness has seen entries of this log that are not here: the database is an older copy, or somebody else signs with its key',
        );
        return this.#failed(witness, name, 'conflict');
      case 'failed':
        if (signal.aborted) return;
        this.#service.log.warn({ witness: name, error: outcome.error }, 'a witness did not cosign the log');
        return this.#failed(witness, name, 'failed');
      default:
        return unreachable(outcome);
    }
  }

  async #stamped(authority: TimeStampAuthority, checkpoint: StoredCheckpoint, signal: AbortSignal) {
    const { size } = checkpoint;
    const { name } = authority;
    const token = await authority.stamp(textOf(checkpoint), signal);
    if (!token.ok) {
      if (signal.aborted) return;
      this.#service.log.warn({ authority: name, error: token.error }, 'the log got no time stamp');
      return this.#failed(authority, name, 'failed');
    }
    await this.#keep(size, (stored) => ({ ...stored, timestamp: token.value }));
    this.#succeeded(authority, name, size, this.#service.clock.now(), this.#vouchers.stampEvery);
  }

  /** Whether another instance has shown the witness what was signed in the meantime. */
  async #hasGrownTo(seen: number, from: number): Promise<boolean> {
    const latest = await this.#service.store.checkpoints.latest();
    return seen > from && (latest?.size ?? 0) >= seen;
  }

  /** One after the other: each writes a whole row, with what those before it have added. */
  #keep(size: number, change: (stored: StoredCheckpoint) => StoredCheckpoint): Promise<void> {
    const { checkpoints } = this.#service.store;
    const write = async () => {
      const [stored] = await checkpoints.list(size, 1);
      // A crash just before loses what was said; it is asked for again.
      if (stored?.size === size) await checkpoints.put(change(stored));
    };
    const written = this.#writing.then(write);
    this.#writing = written.catch(() => undefined);
    return written;
  }

  #isDue(voucher: Witness | TimeStampAuthority): boolean {
    return this.#service.clock.now() >= (this.#patience.get(voucher)?.notBefore ?? 0);
  }

  #succeeded(voucher: Witness | TimeStampAuthority, name: string, size: number, at: Instant, wait: number) {
    this.#patience.set(voucher, { notBefore: plus(this.#service.clock.now(), wait), failures: 0 });
    this.#meter.asked(name, 'vouched');
    this.#meter.vouched(name, size, at);
  }

  #failed(voucher: Witness | TimeStampAuthority, name: string, outcome: 'failed' | 'conflict'): void {
    const failures = (this.#patience.get(voucher)?.failures ?? 0) + 1;
    const wait = Math.min(LONGEST_WAIT_MILLISECONDS, FIRST_WAIT_MILLISECONDS * 2 ** (failures - 1));
    const [chance = 0] = this.#service.entropy.bytes(1);
    const jittered = Math.round(wait * (0.8 + (0.4 * chance) / 255));
    this.#patience.set(voucher, { notBefore: plus(this.#service.clock.now(), jittered), failures });
    this.#meter.asked(name, outcome);
  }
}

const textOf = ({ note }: StoredCheckpoint): string => parseNote(note)?.text ?? '';

const isCosigned = ({ note }: StoredCheckpoint, { verifier }: Witness): boolean =>
  parseNote(note)?.signatures.some(({ name, keyId }) => name === verifier.name && keyId === verifier.keyId) ??
  false;

/** The row with one witness more; as it is, where it is no longer the note that was cosigned. */
function cosigned(
  stored: StoredCheckpoint,
  { lines }: Extract<WitnessOutcome, { readonly type: 'cosigned' }>,
  witness: Witness,
): StoredCheckpoint {
  const added = withCosignature(stored.note, lines, witness.verifier);
  if (!added.ok) return stored;
  const cosignatures = stored.cosignatures + (isCosigned(stored, witness) ? 0 : 1);
  return { ...stored, note: added.value.note, cosignatures };
}
