import { type Checkpoint, openCheckpoint, parseCheckpoint } from '../domain/audit/checkpoint.ts';
import { frontierAt, frontierBytes, rootOf, type Tree, treeAt } from '../domain/audit/merkle-tree.ts';
import { parseNote } from '../domain/audit/signed-note.ts';
import { toHex } from '../kernel/bytes.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { AuditStore, OutsideCheckpoint } from './log-ports.ts';
import { nodeReader } from './log-proofs.ts';
import { openNotary } from './notary.ts';
import type { Service } from './service.ts';

/** Why the log must not be gone on with. */
export type LogFault =
  /** It is shorter than what was signed: an older copy of the database, or its end was cut off. */
  | { readonly type: 'behind'; readonly size: number; readonly signed: number }
  /** It has other entries than what was signed. */
  | { readonly type: 'differs'; readonly signed: number }
  /** Checkpoints were signed, and the one outside is gone. */
  | { readonly type: 'outside_missing'; readonly signed: number }
  /** What lies outside is a checkpoint of another log. */
  | { readonly type: 'other_log'; readonly origin: string }
  /** What lies outside is no checkpoint that this log signed. */
  | { readonly type: 'outside_broken' }
  /** The row beside the log does not go with its nodes. */
  | { readonly type: 'state_broken' };

/**
 * Whether the log is the one that was signed last, which is to be found out before anything is written to it: the
 * checkpoint that is kept outside the database must not be ahead of it. @throws SealBroken, StoreUnavailable
 */
export async function checkLog(
  service: Pick<Service, 'store' | 'vault'>,
  outside: OutsideCheckpoint,
): Promise<Result<'sound', LogFault>> {
  const { audit } = service.store;
  if (!(await goesWithItsNodes(audit, await audit.tree()))) return err({ type: 'state_broken' });
  return await checkOutside(service, outside);
}

/** Whether the log continues the checkpoint that is kept outside the database. @throws SealBroken, StoreUnavailable */
export async function checkOutside(
  service: Pick<Service, 'store' | 'vault'>,
  outside: OutsideCheckpoint,
): Promise<Result<'sound', LogFault>> {
  const { audit, checkpoints } = service.store;
  const note = await outside.read();
  const tree = await audit.tree();
  const inside = await checkpoints.latest();
  if (note === null) {
    return inside === null ? ok('sound') : err({ type: 'outside_missing', signed: inside.size });
  }
  const opened = await openOutside(service, note);
  if (!opened.ok) return opened;
  const { size: signed, root } = opened.value;
  if (signed > tree.size) return err({ type: 'behind', size: tree.size, signed });
  const then = treeAt(signed, await nodeReader(audit, frontierAt(signed)));
  return toHex(rootOf(then)) === toHex(root) ? ok('sound') : err({ type: 'differs', signed });
}

/** A checkpoint of this log, or why it is none. @throws SealBroken, StoreUnavailable */
export async function openOutside(
  service: Pick<Service, 'store' | 'vault'>,
  note: string,
): Promise<Result<Checkpoint, LogFault>> {
  const notary = await openNotary(service);
  const parsed = parseNote(note);
  const claimed = parsed === null ? null : parseCheckpoint(parsed.text);
  if (claimed === null) return err({ type: 'outside_broken' });
  if (notary === null || claimed.origin !== notary.identity.origin) {
    return err({ type: 'other_log', origin: claimed.origin });
  }
  const opened = openCheckpoint(note, { log: notary.identity, witnesses: [] });
  return opened.ok ? ok(opened.value.checkpoint) : err({ type: 'outside_broken' });
}

async function goesWithItsNodes(audit: AuditStore, tree: Tree): Promise<boolean> {
  const stored = treeAt(tree.size, await nodeReader(audit, frontierAt(tree.size)));
  return toHex(frontierBytes(stored)) === toHex(frontierBytes(tree));
}
