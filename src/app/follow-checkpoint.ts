import { type Checkpoint, type Growth, growthOf, openCheckpoint } from '../domain/audit/checkpoint.ts';
import { toHex } from '../kernel/bytes.ts';
import type { OutsideCheckpoint } from './log-ports.ts';
import { proofBetween } from './log-proofs.ts';
import { openNotary } from './notary.ts';
import type { Service } from './service.ts';

export type FollowOutcome =
  /** What is outside is as far as what is inside, or further: whoever signs next sees to that. */
  | { readonly type: 'unchanged' }
  | { readonly type: 'taken'; readonly size: number }
  /** What another instance signed does not continue what is kept here. Nothing was written. */
  | { readonly type: 'refused'; readonly growth: Exclude<Growth, 'consistent'> };

/**
 * Takes over what another instance signed, so that every machine keeps a newest checkpoint outside of the database, and
 * one whose disk is untouched is enough to tell that the database was put back. Only a continuation of what is kept
 * here is taken.
 * @throws SealBroken, StoreUnavailable, and Error where a checkpoint is none that this log signed.
 */
export async function followCheckpoint(
  service: Pick<Service, 'store' | 'vault'>,
  outside: OutsideCheckpoint,
): Promise<FollowOutcome> {
  const notary = await openNotary(service);
  const stored = await service.store.checkpoints.latest();
  const kept = await outside.read();
  if (notary === null || stored === null || stored.note === kept) return { type: 'unchanged' };
  const opened = (note: string): Checkpoint => {
    const result = openCheckpoint(note, { log: notary.identity, witnesses: [] });
    if (!result.ok) throw new Error(`the last checkpoint is not one of this log: ${result.error}`);
    return result.value.checkpoint;
  };
  const inside = opened(stored.note);
  const here = kept === null ? null : opened(kept);
  if (here !== null) {
    if (inside.size < here.size) return { type: 'unchanged' };
    const isSame = inside.size === here.size && toHex(inside.root) === toHex(here.root);
    if (isSame) return { type: 'unchanged' };
    const growth = growthOf(here, inside, await proofBetween(service.store.audit, here.size, inside.size));
    if (growth !== 'consistent') return { type: 'refused', growth };
  }
  // Somebody who wrote it meanwhile wrote something newer.
  if (!(await outside.replace(kept, stored.note))) return { type: 'unchanged' };
  return { type: 'taken', size: inside.size };
}
