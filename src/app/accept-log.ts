import { formatCheckpoint } from '../domain/audit/checkpoint.ts';
import { rootOf } from '../domain/audit/merkle-tree.ts';
import { formatNote, signText } from '../domain/audit/signed-note.ts';
import { checkLog, type LogFault } from './check-log.ts';
import { restoredEntry } from './log-drafts.ts';
import type { OutsideCheckpoint } from './log-ports.ts';
import { openNotary } from './notary.ts';
import type { Service } from './service.ts';

type LogKeeper = Pick<Service, 'store' | 'vault' | 'clock' | 'build'>;

export type AcceptOutcome =
  /** The log is the one that was signed last: there is nothing to accept. */
  | { readonly type: 'sound' }
  /** The log goes on from here, under the name it has now; what was signed before stays good for what it covers. */
  | { readonly type: 'accepted'; readonly origin: string; readonly size: number }
  /** Entries themselves do not hold: no word of an operator mends that. */
  | { readonly type: 'broken' }
  /** The service, or another command, wrote at the same time. */
  | { readonly type: 'contested' };

/**
 * Goes on with a log that is not the one that was signed last, by an operator's decision: an older copy of the database
 * was put back, or the checkpoint outside it is lost. Where entries are missing or other than what was signed, the log takes a new
 * name, so that nobody can take it for the old one, and an entry says so; the checkpoint outside is then signed anew.
 * @param newOrigin a name that no other log has. @throws SealBroken, StoreUnavailable
 */
export async function acceptLog(
  service: LogKeeper,
  outside: OutsideCheckpoint,
  newOrigin: string,
): Promise<AcceptOutcome> {
  const looked = await checkLog(service, outside);
  if (looked.ok) return { type: 'sound' };
  if (looked.error.type === 'state_broken') return { type: 'broken' };
  const { checkpoints, audit } = service.store;
  if (isOtherThanSigned(looked.error)) {
    const before = await checkpoints.origin();
    if (before !== null && !(await checkpoints.name(newOrigin, before))) return { type: 'contested' };
  }
  // A crash here leaves the log renamed and its checkpoint outside of the old name: accepting again goes on from there.
  await audit.append([restoredEntry(service, service.clock.now())]);
  return await signAnew(service, outside);
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
