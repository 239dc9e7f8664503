import { toBase64 } from '../../kernel/bytes.ts';
import { parseDecimal, parseHash } from './checkpoint.ts';
import { type Hash, isSize } from './merkle-tree.ts';

/*
 * What a log asks of a witness: to look at a checkpoint and cosign it (c2sp.org/tlog-witness, `add-checkpoint`).
 */

export type AddCheckpoint = {
  /** Entries of the newest checkpoint that the witness is thought to have seen; 0: none. */
  readonly oldSize: number;
  /** That the checkpoint continues that one; empty where there is nothing to prove. */
  readonly proof: readonly Hash[];
  /** The signed note, to the letter. */
  readonly checkpoint: string;
};

/** As the protocol limits it. */
const MOST_HASHES = 63;

/** The body of the request. @throws RangeError for a size that is none, or a proof that no tree needs. */
export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  if (!isSize(oldSize) || proof.length > MOST_HASHES) throw new RangeError('no witness is asked this');
  return `${[`old ${oldSize}`, ...proof.map(toBase64)].join('\n')}\n\n${checkpoint}`;
}

/** The request that a body spells; null where it is not exactly in the format. The checkpoint is not looked into. */
export function parseAddCheckpoint(body: string): AddCheckpoint | null {
  const gap = body.indexOf('\n\n');
  if (gap === -1) return null;
  const [oldLine = '', ...hashLines] = body.slice(0, gap).split('\n');
  const oldSize = oldLine.startsWith('old ') ? parseDecimal(oldLine.slice('old '.length)) : null;
  if (oldSize === null || hashLines.length > MOST_HASHES) return null;
  const proof: Hash[] = [];
  for (const line of hashLines) {
    const hash = parseHash(line);
    if (hash === null) return null;
    proof.push(hash);
  }
  return { oldSize, proof, checkpoint: body.slice(gap + 2) };
}
