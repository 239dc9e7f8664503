import { fromBase64, toBase64 } from '../../kernel/bytes.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import {
  type CheckpointFault,
  type OpenedCheckpoint,
  openCheckpoint,
  parseDecimal,
  parseHash,
  type Trust,
} from './checkpoint.ts';
import { verifyInclusion } from './merkle-proof.ts';
import { type Hash, isSize, leafHash } from './merkle-tree.ts';

/** That an entry stands in a log, for a reader without the log (c2sp.org/tlog-proof@v1). */
export type LogProof = {
  readonly index: number;
  /** From the leaf's sibling up to the root's child. */
  readonly hashes: readonly Hash[];
  /** The signed note, to the letter. */
  readonly checkpoint: string;
  /** For applications, and authenticated by nothing. Ours have none. */
  readonly extra: Uint8Array | null;
};

export type ProvenEntry = OpenedCheckpoint & { readonly index: number };

/** `malformed` is either the proof or its checkpoint; `extra_data` is what nothing vouches for. */
export type ProofFault = CheckpointFault | 'extra_data' | 'not_included';

const HEADER = 'c2sp.org/tlog-proof@v1';

/** More than any tree of this size can need. */
const MOST_HASHES = 63;

/** @throws RangeError for an index that is none. What it proves is not checked. */
export function formatProof(proof: LogProof): string {
  const { index, hashes, checkpoint, extra } = proof;
  if (!isSize(index)) throw new RangeError('an index is a whole number');
  const lines = [
    HEADER,
    ...(extra === null ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** The proof that a text spells; null where it is not exactly in the format. The checkpoint is not looked into. */
export function parseProof(text: string): LogProof | null {
  const gap = text.indexOf('\n\n');
  if (gap === -1) return null;
  const [header, ...lines] = text.slice(0, gap).split('\n');
  if (header !== HEADER) return null;
  const extra = parseExtra(lines[0]);
  if (extra === 'malformed') return null;
  const [indexLine, ...hashLines] = extra === null ? lines : lines.slice(1);
  const index = indexLine?.startsWith('index ') ? parseDecimal(indexLine.slice('index '.length)) : null;
  if (index === null || hashLines.length > MOST_HASHES) return null;
  const hashes: Hash[] = [];
  for (const line of hashLines) {
    const hash = parseHash(line);
    if (hash === null) return null;
    hashes.push(hash);
  }
  return { index, hashes, checkpoint: text.slice(gap + 2), extra };
}

function parseExtra(line: string | undefined): Uint8Array | null | 'malformed' {
  if (!line?.startsWith('extra ')) return null;
  const bytes = fromBase64(line.slice('extra '.length));
  return bytes === null || bytes.byteLength === 0 ? 'malformed' : bytes;
}

/**
 * That the log which is believed holds exactly these bytes as an entry, at the index that the proof names.
 * @param entry the bytes of the entry as they were logged.
 */
export function verifyProof(text: string, entry: Uint8Array, trust: Trust): Result<ProvenEntry, ProofFault> {
  const proof = parseProof(text);
  if (proof === null) return err('malformed');
  if (proof.extra !== null) return err('extra_data');
  const opened = openCheckpoint(proof.checkpoint, trust);
  if (!opened.ok) return opened;
  const { index, hashes } = proof;
  const head = opened.value.checkpoint;
  if (!verifyInclusion({ leaf: leafHash(entry), index, head, proof: hashes })) return err('not_included');
  return ok({ ...opened.value, index });
}
