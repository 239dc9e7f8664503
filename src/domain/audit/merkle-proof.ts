import { HASH_BYTES, type Hash, isSize, nodeHash } from './merkle-tree.ts';

/** A tree as others know it: its root, and the number of leaves that the root is over. */
export type TreeHead = { readonly size: number; readonly root: Hash };

export type InclusionClaim = {
  readonly leaf: Hash;
  readonly index: number;
  readonly head: TreeHead;
  readonly proof: readonly Hash[];
};

/**
 * Whether a leaf stands at an index of the tree behind a head (RFC 9162 section 2.1.3.2). Total: what is malformed
 * proves nothing. The size is taken at its word; a signed head is what binds it to the root.
 */
export function verifyInclusion(claim: InclusionClaim): boolean {
  const { leaf, index, head, proof } = claim;
  if (!isSize(index) || !isSize(head.size) || index >= head.size) return false;
  if (![leaf, head.root, ...proof].every(isHash)) return false;
  let node = index;
  let last = head.size - 1;
  let root = leaf;
  for (const hash of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      root = nodeHash(hash, root);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      root = nodeHash(root, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && areEqual(root, head.root);
}

export type ConsistencyClaim = {
  readonly first: TreeHead;
  readonly second: TreeHead;
  readonly proof: readonly Hash[];
};

/**
 * Whether the second tree begins with all of the first (RFC 9162 section 2.1.4.2); for equal sizes, whether it is the
 * same one, with an empty proof. Total: what is malformed proves nothing, and neither does a first tree of size 0,
 * which every tree begins with.
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { first, second, proof } = claim;
  if (!isSize(first.size) || !isSize(second.size)) return false;
  if (first.size === 0 || first.size > second.size) return false;
  if (![first.root, second.root, ...proof].every(isHash)) return false;
  if (first.size === second.size) return proof.length === 0 && areEqual(first.root, second.root);
  // An empty proof is refused before the first root may stand in for its head.
  if (proof.length === 0) return false;
  const [start, ...rest] = isPowerOfTwo(first.size) ? [first.root, ...proof] : proof;
  return start !== undefined && leadsToBothRoots(first, second, start, rest);
}

function leadsToBothRoots(first: TreeHead, second: TreeHead, start: Hash, rest: readonly Hash[]): boolean {
  let node = first.size - 1;
  let last = second.size - 1;
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let firstRoot = start;
  let secondRoot = start;
  for (const hash of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      firstRoot = nodeHash(hash, firstRoot);
      secondRoot = nodeHash(hash, secondRoot);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      secondRoot = nodeHash(secondRoot, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && areEqual(firstRoot, first.root) && areEqual(secondRoot, second.root);
}

// Not by bits: those of JavaScript end at 32.
const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);

function isPowerOfTwo(value: number): boolean {
  let rest = value;
  while (!isOdd(rest)) rest = half(rest);
  return rest === 1;
}

const isHash = (bytes: Uint8Array): boolean => bytes.byteLength === HASH_BYTES;

const areEqual = (a: Hash, b: Hash): boolean => a.every((byte, place) => byte === b[place]);
