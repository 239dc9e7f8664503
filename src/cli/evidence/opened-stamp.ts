import type { VerifiedBundle } from '../../domain/audit/verify-bundle.ts';
import { toRfc3339 } from '../../kernel/instant.ts';

/** What became of a time stamp that came with a bundle. */
export type StampOutcome =
  | { readonly type: 'none' }
  | { readonly type: 'proven'; readonly at: string; readonly by: string }
  /** It is whole, but its signer is not one that the reader named. */
  | { readonly type: 'unknown_signer'; readonly at: string; readonly by: string }
  /** It is none, or not over this log. */
  | { readonly type: 'broken' };

/** @param roots certificates that the reader believes, DER. */
export async function openedStamp(
  { timestamp, noteText }: Pick<VerifiedBundle, 'timestamp' | 'noteText'>,
  roots: readonly Uint8Array[],
): Promise<StampOutcome> {
  if (timestamp === null || noteText === null) return { type: 'none' };
  // Loaded only here: the library takes a while, and most evidence has no time stamp.
  const { openStamp } = await import('../../system/time-stamp/open-stamp.ts');
  const opened = await openStamp(timestamp, noteText, roots);
  if (!opened.ok) return { type: 'broken' };
  const { at, by, isTrusted } = opened.value;
  return { type: isTrusted ? 'proven' : 'unknown_signer', at: toRfc3339(at), by };
}
