import { emptyRoot, type Hash, leafHash, nodeHash } from '../../../src/domain/audit/merkle-tree.ts';

/*
 * The definitions of RFC 9162 section 2.1 as they stand there: recursive, over all leaves, and slow. What the tree
 * does incrementally is measured against them. Ranges are remembered, since every proof asks for the same ones.
 */
export class MerkleReference {
  readonly leaves: readonly Hash[];
  readonly #roots = new Map<string, Hash>();

  constructor(entries: readonly Uint8Array[]) {
    this.leaves = entries.map(leafHash);
  }

  /** MTH(D[begin:end]). */
  root(begin: number, end: number): Hash {
    const [first] = this.leaves.slice(begin, end);
    if (first === undefined) return emptyRoot();
    if (end - begin === 1) return first;
    const key = `${begin}-${end}`;
    const known = this.#roots.get(key);
    if (known !== undefined) return known;
    const middle = begin + split(end - begin);
    const root = nodeHash(this.root(begin, middle), this.root(middle, end));
    this.#roots.set(key, root);
    return root;
  }

  /** PATH(m, D[n]). */
  path(index: number, begin: number, end: number): readonly Hash[] {
    if (end - begin === 1) return [];
    const middle = begin + split(end - begin);
    return index < middle
      ? [...this.path(index, begin, middle), this.root(middle, end)]
      : [...this.path(index, middle, end), this.root(begin, middle)];
  }

  /** PROOF(m, D[n]), by SUBPROOF over the leaves from `begin` up to `end`. */
  subproof(first: number, begin: number, end: number, whole: boolean): readonly Hash[] {
    if (first === end) return whole ? [] : [this.root(begin, end)];
    const middle = begin + split(end - begin);
    return first <= middle
      ? [...this.subproof(first, begin, middle, whole), this.root(middle, end)]
      : [...this.subproof(first, middle, end, false), this.root(begin, middle)];
  }
}

function split(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
