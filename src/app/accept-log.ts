import { formatCheckpoint, openCheckpoint, parseCheckpoint } from '../domain/audit/checkpoint.ts';
import { rootOf } from '../domain/audit/merkle-tree.ts';
import { formatNote, parseNote, signText } from '../domain/audit/signed-note.ts';
import { checkLog, type LogFault } from './check-log.ts';
import { identityNamed } from './log-checkpoints.ts';
import type { LogDamage } from './log-damage.ts';
import { restoredEntry } from './log-drafts.ts';
import type { OutsideCheckpoint } from './log-ports.ts';
import { type Notary, openNotary } from './notary.ts';
import type { Service } from './service.ts';
import { type Verification, verifyLog } from './verify-log.ts';

type LogKeeper = Pick<Service, 'store' | 'vault' | 'clock' | 'build' | 'witnesses'>;

/** How an operator goes on with a log. */
export type Acceptance = {
  /** A name that no other log has. */
  readonly newOrigin: string;
  /** Whether a checkpoint outside that this log did not sign may be replaced: that of another log would be lost. */
  readonly replacesOthers: boolean;
  readonly verification: Pick<Verification, 'stampHolds' | 'progress'>;
};

export type AcceptOutcome =
  /** The log is the one that was signed last: there is nothing to accept. */
  | { readonly type: 'sound' }
  /** The log goes on from here, under the name it has now; what was signed before stays good for what it covers. */
  | { readonly type: 'accepted'; readonly origin: string; readonly size: number }
  /** Entries themselves do not hold: no word of an operator mends that. */
  | { readonly type: 'broken'; readonly damage: LogDamage }
  /** What lies outside was not signed by a key of this log: it is of `origin`, or (null) no checkpoint at all. */
  | { readonly type: 'not_ours'; readonly origin: string | null }
  /** The database has no log yet. */
  | { readonly type: 'not_begun' }
  /** The service, or another command, wrote at the same time. */
  | { readonly type: 'contested' };

/**
 * Goes on with a log that is not the one that was signed last, by an operator's decision: an older copy of the database
 * was put back, or the checkpoint outside it is lost. Where entries are missing or other than what was signed, the log takes a new
 * name, so that nobody can take it for the old one, and an entry says so; the checkpoint outside is then signed anew. The
 * whole log is looked at before. @throws SealBroken, StoreUnavailable
 */
export async function acceptLog(
  service: LogKeeper,
  outside: OutsideCheckpoint,
  { newOrigin, replacesOthers, verification }: Acceptance,
): Promise<AcceptOutcome> {
  const notary = await openNotary(service);
  if (notary === null) return { type: 'not_begun' };
  const looked = await checkLog(service, outside);
  if (looked.ok) return { type: 'sound' };
  const others = replacesOthers ? null : await notOurs(outside, notary);
  if (others !== null) return others;
  const verified = await verifyLog(service, { ...verification, outside: null, from: null });
  if (!verified.ok) return { type: 'broken', damage: verified.error };
  const { checkpoints, audit } = service.store;
  if (isOtherThanSigned(looked.error)) {
    const before = await checkpoints.origin();
    if (before !== null && !(await checkpoints.name(newOrigin, before))) return { type: 'contested' };
  }
  // A crash here leaves the log renamed and its checkpoint outside of the old name: accepting again goes on from there.
  await audit.append([restoredEntry(service, service.clock.now())]);
  return await signAnew(service, outside);
}

/** Whether what lies outside is anybody's but this log's, by this name or by one that it once had. */
async function notOurs(outside: OutsideCheckpoint, { identity }: Notary): Promise<AcceptOutcome | null> {
  const note = await outside.read();
  if (note === null) return null;
  const text = parseNote(note)?.text;
  const claimed = text === undefined ? null : parseCheckpoint(text);
  if (claimed === null) return { type: 'not_ours', origin: null };
  const log = identityNamed(claimed.origin, identity);
  return openCheckpoint(note, { log, witnesses: [] }).ok
    ? null
    : { type: 'not_ours', origin: claimed.origin };
}

const isOtherThanSigned = ({ type }: LogFault): boolean => type === 'behind' || type === 'differs';

async function signAnew(service: LogKeeper, outside: OutsideCheckpoint): Promise<AcceptOutcome> {
  const notary = await openNotary(service);
  if (notary === null) throw new Error('a log that was not begun cannot be accepted');
  const { origin } = notary.identity;
  const tree = await service.store.audit.tree();
  const text = formatCheckpoint({ origin, size: tree.size, root: rootOf(tree), extensions: [] });
  const note = formatNote({ text, signatures: notary.signers.map((signer) => signText(text, signer)) });
  if (!(await outside.replace(await outside.read(), note))) return { type: 'contested' };
  await service.store.checkpoints.put({ size: tree.size, note, cosignatures: 0, timestamp: null });
  return { type: 'accepted', origin, size: tree.size };
}
