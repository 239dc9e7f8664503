import { formatAddCheckpoint } from '../../../src/domain/audit/add-checkpoint.ts';
import { signCheckpoint } from '../../../src/domain/audit/checkpoint.ts';
import { consistencyPlan, proofFrom, rootOf, treeAt } from '../../../src/domain/audit/merkle-tree.ts';
import { utf8 } from '../../../src/kernel/bytes.ts';
import { GrownLog } from './grown-log.ts';
import { keyPair } from './log-keys.ts';

export const ORIGIN = 'watched.example/log';
export const LOG = keyPair(ORIGIN);
export const WITNESS = keyPair('witness.example/w', 'cosignature');

/** A log of entries of one history, that can be asked for its checkpoint and request at any size. */
export function watchedLog(history: string, most = 64) {
  const log = new GrownLog();
  for (let index = 0; index < most; index++) log.add(utf8(`${history} ${index}`));
  const head = (size: number) => ({ size, root: rootOf(treeAt(size, log.node)) });
  const note = (size: number, signer = LOG.signer) =>
    signCheckpoint({ origin: ORIGIN, ...head(size), extensions: [] }, signer);
  return {
    head,
    note,
    /** The body of a request that goes from one size to another. */
    request(from: number, to: number, checkpoint = note(to)): string {
      const plan = consistencyPlan(from, to);
      const proof = plan === null ? [] : proofFrom(plan, log.node);
      return formatAddCheckpoint({ oldSize: from, proof, checkpoint });
    },
  };
}
