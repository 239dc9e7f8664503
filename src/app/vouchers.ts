import type { NoteVerifier } from '../domain/audit/note-key.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Result } from '../kernel/result.ts';

/* Whoever vouches for the log from outside: witnesses, and an authority for time stamps. */

export type WitnessAnswer =
  /** Lines of signatures, which are not verified yet. */
  | { readonly type: 'cosigned'; readonly lines: string }
  /** What it saw last of this log has that many entries. */
  | { readonly type: 'other_size'; readonly size: number }
  /** What went wrong, as a sentence for the operator. */
  | { readonly type: 'failed'; readonly error: string };

export interface Witness {
  readonly verifier: NoteVerifier;
  /** @param body as `formatAddCheckpoint` makes it. Never throws: what goes wrong on the way is an answer. */
  addCheckpoint(body: string, signal: AbortSignal): Promise<WitnessAnswer>;
}

export interface TimeStampAuthority {
  /** For people: its host. */
  readonly name: string;
  /** A token (RFC 3161, DER) over the text, which was verified; or what went wrong, as a sentence. Never throws. */
  stamp(text: string, signal: AbortSignal): Promise<Result<Uint8Array, string>>;
}

export type Vouchers = {
  readonly witnesses: readonly Witness[];
  /** How long after an answer a witness is asked again, in milliseconds. */
  readonly witnessEvery: number;
  /** Null: nobody stamps. */
  readonly authority: TimeStampAuthority | null;
  readonly stampEvery: number;
};

export const NO_VOUCHERS: Vouchers = { witnesses: [], witnessEvery: 0, authority: null, stampEvery: 0 };

const APART_MILLISECONDS = 10 * 60 * 1000;

/** Whether the time that one of them says is too far from the time here: one that is wrong proves nothing. */
export const areApart = (said: Instant, now: Instant): boolean => Math.abs(said - now) > APART_MILLISECONDS;

/** Is told what each of them did. */
export interface VoucherMeter {
  /** @param voucher its name. @param outcome `conflict`: it has seen what this log does not have. */
  asked(voucher: string, outcome: 'vouched' | 'failed' | 'conflict'): void;
  /** A checkpoint over `size` entries was vouched for at `at`. */
  vouched(voucher: string, size: number, at: Instant): void;
}
