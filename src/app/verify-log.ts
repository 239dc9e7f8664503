import type { Checkpoint } from '../domain/audit/checkpoint.ts';
import { frontierAt, frontierBytes, rootOf, treeAt } from '../domain/audit/merkle-tree.ts';
import { toBase64url, toHex } from '../kernel/bytes.ts';
import type { Instant } from '../kernel/instant.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { checkOutside, openOutside } from './check-log.ts';
import { CheckpointWalk, type StampHolds } from './log-checkpoints.ts';
import type { LogDamage } from './log-damage.ts';
import type { LogState, OutsideCheckpoint } from './log-ports.ts';
import { nodeReader } from './log-proofs.ts';
import { checkStoredVerdicts } from './log-verdicts.ts';
import { type Walk, walkFrom, walkRows } from './log-walk.ts';
import { type Notary, openNotary } from './notary.ts';
import type { Service } from './service.ts';
import { StoreBroken } from './store-ports.ts';
import { SealBroken } from './vault.ts';

export type LogVerifier = Pick<Service, 'store' | 'vault' | 'witnesses'>;

export type Verification = {
  /** Where the last checkpoint is kept outside the database; null where that is on another machine. */
  readonly outside: OutsideCheckpoint | null;
  /** The note of a checkpoint of this log that is believed: what is in front of it is not looked at. Null: all is. */
  readonly from: string | null;
  readonly stampHolds: StampHolds;
  /** Is told how many of how many entries were looked at, then how many verdicts. */
  readonly progress: (phase: 'entries' | 'verdicts', done: number, of: number | null) => void;
};

/** What was found to hold. */
export type VerifiedLog = {
  readonly origin: string | null;
  /** The first entry that was looked at. */
  readonly from: number;
  readonly size: number;
  readonly root: Uint8Array;
  /** Of the first and the last entry that was looked at; null where there was none. */
  readonly times: readonly [Instant, Instant] | null;
  readonly checkpoints: number;
  /** How many entries the newest of them covers; null where there is none. */
  readonly signed: number | null;
  readonly keyIds: readonly string[];
  /** Verdicts that challenges have, each with its entry. */
  readonly verdicts: number;
  /** How many entries' private fields are there as they were committed to, and of how many they were erased. */
  readonly kept: number;
  readonly erased: number;
  /** Indexes at which an operator accepted a log that had lost entries. */
  readonly restored: readonly number[];
};

/**
 * Checks the whole log from its rows up, against everything that is known of it: that no entry is missing, out of order or
 * other than its hash; that each checkpoint was signed over exactly these entries; that verdicts and their entries go with
 * one another; that what entries commit to is there, or was erased. Writes nothing, and may run beside a service: what is
 * appended meanwhile is left for the next time.
 * @returns what holds, or the first thing that does not. @throws StoreUnavailable
 */
export async function verifyLog(
  service: LogVerifier,
  verification: Verification,
): Promise<Result<VerifiedLog, LogDamage>> {
  try {
    return await verify(service, verification);
  } catch (error) {
    if (error instanceof SealBroken) return err({ type: 'keys_sealed' });
    if (error instanceof StoreBroken) return err({ type: 'unreadable', what: error.message });
    throw error;
  }
}

async function verify(
  service: LogVerifier,
  { outside, from, stampHolds, progress }: Verification,
): Promise<Result<VerifiedLog, LogDamage>> {
  const { store } = service;
  // Keys on both sides of the state: those of before are named below its size, and whatever is signed there is by one of after.
  const before = await openNotary(service);
  const state = await store.logRows.state();
  const notary = await openNotary(service);
  const start = from === null ? ok(null) : await startOf(service, from, state);
  if (!start.ok) return start;
  const walk = await walkFrom(service, start.value);
  const checkpoints = new CheckpointWalk(service, notary, stampHolds, walk.from);
  const damage =
    (await walkRows(service, walk, checkpoints, state.size, (done) =>
      progress('entries', done, state.size - walk.from),
    )) ??
    stateDamage(walk, state) ??
    (await endDamage(service, walk, checkpoints)) ??
    keyDamage(walk, before, state, notary);
  if (damage !== null) return err(damage);
  if (outside !== null) {
    const checked = await checkOutside(service, outside);
    if (!checked.ok) return err({ type: 'outside', fault: checked.error });
  }
  const verdicts = await checkStoredVerdicts(service, (done) => progress('verdicts', done, null));
  if (typeof verdicts !== 'number') return err(verdicts);
  const { tree, lastTime } = walk.checked;
  return ok({
    origin: notary?.identity.origin ?? null,
    from: walk.from,
    size: tree.size,
    root: rootOf(tree),
    times: walk.first === null ? null : [walk.first, lastTime],
    checkpoints: checkpoints.passed,
    signed: checkpoints.newest?.size ?? null,
    keyIds: notary?.identity.keys.map(({ keyId }) => keyId) ?? [],
    verdicts,
    kept: walk.kept,
    erased: walk.erased,
    restored: walk.restored,
  });
}

/** The checkpoint to begin at, if it is one of this log and the stored tree of its size has its root. */
async function startOf(
  service: LogVerifier,
  note: string,
  { size }: LogState,
): Promise<Result<Checkpoint, LogDamage>> {
  const opened = await openOutside(service, note);
  if (!opened.ok) return err({ type: 'start', fault: opened.error });
  const { size: signed, root } = opened.value;
  if (signed > size) return err({ type: 'start', fault: { type: 'behind', size, signed } });
  const tree = treeAt(signed, await nodeReader(service.store.audit, frontierAt(signed)));
  if (toHex(rootOf(tree)) !== toHex(root)) {
    return err({ type: 'start', fault: { type: 'differs', signed } });
  }
  return opened;
}

function stateDamage({ checked, policy, from }: Walk, state: LogState): LogDamage | null {
  const { tree, lastTime } = checked;
  const differs = (what: 'size' | 'tree' | 'time' | 'policy') => ({ type: 'state_differs', what }) as const;
  if (tree.size !== state.size) return differs('size');
  if (toHex(frontierBytes(tree)) !== toHex(state.frontier)) return differs('tree');
  if (lastTime !== state.lastTime) return differs('time');
  // Whoever begins later may not have seen the entry that says it.
  return policy === state.policy || (policy === null && from > 0) ? null : differs('policy');
}

/** What is behind the last entry that the state knew of: what a service appended meanwhile, or what nobody should have. */
async function endDamage(
  { store }: LogVerifier,
  { checked, restored }: Walk,
  checkpoints: CheckpointWalk,
): Promise<LogDamage | null> {
  const { size } = checked.tree;
  const beyond = await store.logRows.rows(size, 1);
  const ahead = await checkpoints.nextSize();
  const { size: now } = await store.logRows.state();
  if (beyond.length > 0 && now <= size) return { type: 'state_differs', what: 'size' };
  if (ahead !== null && ahead > now) return { type: 'checkpoint_ahead', index: size, size: ahead };
  const { renamed } = checkpoints;
  if (renamed >= 0 && !restored.some((index) => index >= renamed)) {
    return { type: 'checkpoint_broken', index: checkpoints.proven, size: renamed };
  }
  return null;
}

/** @param before read in front of the state, and `after` behind it: a key may have been added meanwhile. */
function keyDamage(
  { keys: logged, from }: Walk,
  before: Notary | null,
  { keyNumbers }: LogState,
  after: Notary | null,
): LogDamage | null {
  if (keyNumbers.some((number, place) => number !== place)) return { type: 'keys_differ', index: null };
  const stored = after?.identity.keys.map(({ key }) => toBase64url(key.raw)) ?? [];
  // Whoever begins later has not seen the entries that name the first keys.
  const earlier = from === 0 ? 0 : Math.max(0, stored.length - logged.length);
  const differing = logged.find(({ publicKey }, place) => stored[earlier + place] !== publicKey);
  if (differing !== undefined) return { type: 'keys_differ', index: differing.index };
  const unnamed = (before?.identity.keys.length ?? 0) > earlier + logged.length;
  const newest = after?.identity.keys.at(-1);
  const signs = after?.signers.at(-1)?.keyId === newest?.keyId;
  return unnamed || !signs ? { type: 'keys_differ', index: null } : null;
}
