import {
  type Checkpoint,
  formatCheckpoint,
  type Growth,
  growthOf,
  openCheckpoint,
} from '../domain/audit/checkpoint.ts';
import { rootOf } from '../domain/audit/merkle-tree.ts';
import { formatNote, signText } from '../domain/audit/signed-note.ts';
import type { OutsideCheckpoint, StoredCheckpoint } from './log-ports.ts';
import { proofBetween } from './log-proofs.ts';
import { type Notary, openNotary } from './notary.ts';
import type { Service } from './service.ts';

export type SignOutcome =
  | { readonly type: 'unchanged' }
  | { readonly type: 'signed'; readonly checkpoint: StoredCheckpoint }
  /** The log does not continue what was signed last: it was cut, restored or rewritten. Nothing was signed. */
  | { readonly type: 'refused'; readonly growth: Exclude<Growth, 'consistent'> }
  /** The checkpoint outside the database is not the one that was there a moment ago: another process signs. */
  | { readonly type: 'contested' };

/**
 * Signs what the log is now, if it has grown, and only as a continuation of what was signed last.
 * @throws SealBroken, StoreUnavailable, and Error where the last checkpoint is none that this log signed.
 */
export async function signCheckpoint(
  service: Pick<Service, 'store' | 'vault'>,
  outside: OutsideCheckpoint,
): Promise<SignOutcome> {
  // The keys before the tree: the entry that names a new key is then always among those that it signs.
  const notary = await openNotary(service);
  if (notary === null) throw new Error('a log that was not begun is not signed');
  const tree = await service.store.audit.tree();
  const before = await outside.read();
  const last = await lastSigned(service, notary, before);
  const next: Checkpoint = {
    origin: notary.identity.origin,
    size: tree.size,
    root: rootOf(tree),
    extensions: [],
  };
  const growth =
    last === null
      ? 'consistent'
      : growthOf(last, next, await proofBetween(service.store.audit, last.size, tree.size));
  if (growth !== 'consistent') return { type: 'refused', growth };
  if (tree.size === (last?.size ?? 0)) return { type: 'unchanged' };
  const text = formatCheckpoint(next);
  const note = formatNote({ text, signatures: notary.signers.map((signer) => signText(text, signer)) });
  // A crash before the file is replaced leaves nothing. One between the file and the database leaves a checkpoint in the
  // file alone, which is no further than the log itself, since that was committed first: it is put back next time.
  if (!(await outside.replace(before, note))) return { type: 'contested' };
  const checkpoint: StoredCheckpoint = { size: tree.size, note, cosignatures: 0, timestamp: null };
  await service.store.checkpoints.put(checkpoint);
  if (notary.signers.length > 1) await service.store.checkpoints.retireSigningKeys();
  return { type: 'signed', checkpoint };
}

/** The largest checkpoint that is known, inside the database or outside. */
async function lastSigned(
  { store }: Pick<Service, 'store'>,
  { identity }: Notary,
  outside: string | null,
): Promise<Checkpoint | null> {
  const opened = (note: string): Checkpoint => {
    const result = openCheckpoint(note, { log: identity, witnesses: [] });
    if (!result.ok) throw new Error(`the last checkpoint is not one of this log: ${result.error}`);
    return result.value.checkpoint;
  };
  const stored = await store.checkpoints.latest();
  const inside = stored === null || !isOf(stored.note, identity.origin) ? null : opened(stored.note);
  const beyond = outside === null ? null : opened(outside);
  if (outside === null || beyond === null || beyond.size <= (inside?.size ?? 0)) return inside;
  await store.checkpoints.put({ size: beyond.size, note: outside, cosignatures: 0, timestamp: null });
  return beyond;
}

/** A log that was renamed, since entries of it were lost, has checkpoints of its former name. */
const isOf = (note: string, origin: string): boolean => note.startsWith(`${origin}\n`);
