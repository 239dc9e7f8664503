import { concat } from '../../kernel/bytes.ts';
import { sha256 } from '../../kernel/digest.ts';

/*
 * The tree of RFC 9162 section 2.1 (the same as RFC 6962's), grown leaf by leaf. Only nodes of complete subtrees are
 * ever stored: they never change again, and every root and every proof at every size is made of O(log n) of them.
 */

/** 32 bytes of SHA-256. */
export type Hash = Uint8Array;

export const HASH_BYTES = 32;

const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);

/** The root of the empty tree: SHA-256 of nothing. */
export const emptyRoot = (): Hash => sha256(new Uint8Array(0));

/** SHA-256(0x00 ‖ entry). */
export const leafHash = (entry: Uint8Array): Hash => sha256(concat(LEAF_PREFIX, entry));

/** SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Hash, right: Hash): Hash => sha256(concat(NODE_PREFIX, left, right));

/** Which complete subtree: the one over the 2^level leaves that begin at leaf `index` · 2^level. Level 0: a leaf. */
export type NodePosition = { readonly level: number; readonly index: number };

export type StoredNode = NodePosition & { readonly hash: Hash };

/** How a node that was stored before is read. Called only for positions within the size that was asked for. */
export type ReadNode = (position: NodePosition) => Hash;

/** What a log must know to grow: how many leaves it has, and the roots of its complete subtrees, largest first. */
export type Tree = { readonly size: number; readonly frontier: readonly Hash[] };

export const EMPTY_TREE: Tree = { size: 0, frontier: [] };

/** The tree with one leaf more, and the nodes that it completed, the leaf itself first. */
export function append(
  tree: Tree,
  leaf: Hash,
): { readonly tree: Tree; readonly completed: readonly StoredNode[] } {
  const frontier = [...tree.frontier];
  const completed: StoredNode[] = [{ level: 0, index: tree.size, hash: leaf }];
  let hash = leaf;
  let level = 0;
  let index = tree.size;
  while (index % 2 === 1) {
    const left = frontier.pop();
    if (left === undefined) throw new Error('the frontier does not belong to a tree of this size');
    hash = nodeHash(left, hash);
    level += 1;
    index = (index - 1) / 2;
    completed.push({ level, index, hash });
  }
  frontier.push(hash);
  return { tree: { size: tree.size + 1, frontier }, completed };
}

/**
 * What one leaf completed as the bytes that a store keeps in its row: the leaf's hash, then those of the nodes above it.
 * A node stands in the row of the last leaf below it.
 */
export const subtreeBytes = (completed: readonly StoredNode[]): Uint8Array =>
  concat(...completed.map(({ hash }) => hash));

/** The row in which a node stands. */
export const lastLeafOf = ({ level, index }: NodePosition): number => (index + 1) * 2 ** level - 1;

/** The node of a level, from the bytes of its row; null where they are too few. */
export const nodeInBytes = (bytes: Uint8Array, level: number): Hash | null =>
  bytes.byteLength < (level + 1) * HASH_BYTES
    ? null
    : bytes.slice(level * HASH_BYTES, (level + 1) * HASH_BYTES);

/** The hash that stands for the whole tree. */
export const rootOf = (tree: Tree): Hash => (tree.size === 0 ? emptyRoot() : joined(tree.frontier));

/** The tree of a size, read from stored nodes. */
export const treeAt = (size: number, node: ReadNode): Tree => ({
  size,
  frontier: frontierAt(size).map(node),
});

/** The frontier as the bytes that a store keeps beside the size: its hashes, one after the other. */
export function frontierBytes(tree: Tree): Uint8Array {
  const bytes = new Uint8Array(tree.frontier.length * HASH_BYTES);
  for (const [place, hash] of tree.frontier.entries()) bytes.set(hash, place * HASH_BYTES);
  return bytes;
}

/** The tree that a store kept; null where the bytes are too many or too few for the size. */
export function treeFromBytes(size: number, bytes: Uint8Array): Tree | null {
  if (!isSize(size)) return null;
  const count = frontierAt(size).length;
  if (bytes.byteLength !== count * HASH_BYTES) return null;
  const frontier: Hash[] = [];
  for (let place = 0; place < count; place++) {
    frontier.push(bytes.slice(place * HASH_BYTES, (place + 1) * HASH_BYTES));
  }
  return { size, frontier };
}

/** Where the roots of the complete subtrees of a tree of `size` leaves stand, largest first. */
export const frontierAt = (size: number): readonly NodePosition[] => completeSubtrees(0, size);

/**
 * What a proof is made of: each of its hashes is the root over the complete subtrees at these positions, largest
 * first. A store reads `plan.flat()` in one go, then `proofFrom` puts the proof together.
 */
export type ProofPlan = readonly (readonly NodePosition[])[];

/**
 * PATH(m, D[n]) of RFC 9162 section 2.1.3.1: from the leaf's sibling up to the root's child.
 * Null unless 0 <= index < size.
 */
export function inclusionPlan(index: number, size: number): ProofPlan | null {
  if (!isSize(size) || !isSize(index) || index >= size) return null;
  const plan: (readonly NodePosition[])[] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + largestPowerOfTwoBelow(end - begin);
    if (index < middle) {
      plan.push(completeSubtrees(middle, end));
      end = middle;
    } else {
      plan.push(completeSubtrees(begin, middle));
      begin = middle;
    }
  }
  return plan.reverse();
}

/**
 * PROOF(m, D[n]) of RFC 9162 section 2.1.4.1: that the tree of `second` leaves begins with the one of `first`.
 * Empty for equal sizes. Null unless 0 < first <= second.
 */
export function consistencyPlan(first: number, second: number): ProofPlan | null {
  if (!isSize(first) || !isSize(second) || first === 0 || first > second) return null;
  const plan: (readonly NodePosition[])[] = [];
  let begin = 0;
  let end = second;
  while (first < end) {
    const middle = begin + largestPowerOfTwoBelow(end - begin);
    if (first <= middle) {
      plan.push(completeSubtrees(middle, end));
      end = middle;
    } else {
      plan.push(completeSubtrees(begin, middle));
      begin = middle;
    }
  }
  // What is left ends where the first tree ended. From leaf 0 on it is that whole tree, whose root is known.
  if (begin > 0) plan.push(completeSubtrees(begin, end));
  return plan.reverse();
}

/** The hashes of a proof, from stored nodes. */
export const proofFrom = (plan: ProofPlan, node: ReadNode): readonly Hash[] =>
  plan.map((positions) => joined(positions.map(node)));

/** Whether a number can be a size or an index. */
export const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** The root over neighbouring complete subtrees, each larger than those to its right. */
function joined(hashes: readonly Hash[]): Hash {
  let root = hashes.at(-1);
  if (root === undefined) throw new Error('no subtree has no root');
  for (let place = hashes.length - 2; place >= 0; place--) {
    const left = hashes[place];
    if (left !== undefined) root = nodeHash(left, root);
  }
  return root;
}

/**
 * The fewest complete subtrees over the leaves from `begin` up to `end`, largest first.
 * @param begin a multiple of the largest power of two within the range, as every split of the RFC gives it.
 */
function completeSubtrees(begin: number, end: number): readonly NodePosition[] {
  const positions: NodePosition[] = [];
  let at = begin;
  while (at < end) {
    let level = 0;
    let width = 1;
    while (width * 2 <= end - at) {
      level += 1;
      width *= 2;
    }
    positions.push({ level, index: at / width });
    at += width;
  }
  return positions;
}

/** The k of the RFC: the largest power of two smaller than `count`, which is at least 2. */
function largestPowerOfTwoBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
