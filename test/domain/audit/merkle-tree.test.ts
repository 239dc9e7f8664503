import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  consistencyPlan,
  EMPTY_TREE,
  emptyRoot,
  frontierAt,
  frontierBytes,
  inclusionPlan,
  leafHash,
  type ProofPlan,
  proofFrom,
  rootOf,
  treeAt,
  treeFromBytes,
} from '../../../src/domain/audit/merkle-tree.ts';
import { toHex, utf8 } from '../../../src/kernel/bytes.ts';
import { vectors } from '../../vectors/vector-file.ts';
import { entryAt, GrownLog, logOf } from './grown-log.ts';
import { MerkleReference } from './merkle-reference.ts';

const LARGEST = 200;

// The shape of merkle-tree.json, a file of this repository.
const published = vectors('merkle-tree') as {
  leaves: string[];
  nodes: string[][];
  roots: string[];
  hashes: { emptyLeaf: string; leaf: { text: string; hash: string } };
  inclusion: { index: number; size: number; proof: string[] }[];
  consistency: { first: number; second: number; proof: string[] }[];
};

const publishedLog = (): GrownLog => {
  const log = new GrownLog();
  for (const leaf of published.leaves) log.add(Buffer.from(leaf, 'hex'));
  return log;
};

const planned = (plan: ProofPlan | null): ProofPlan => {
  assert.ok(plan !== null);
  return plan;
};

test('leaves, nodes and the empty tree hash as published', () => {
  assert.equal(toHex(emptyRoot()), published.roots[0]);
  assert.equal(toHex(leafHash(new Uint8Array(0))), published.hashes.emptyLeaf);
  assert.equal(toHex(leafHash(utf8(published.hashes.leaf.text))), published.hashes.leaf.hash);
  const log = publishedLog();
  for (const [level, hashes] of published.nodes.entries()) {
    for (const [index, hash] of hashes.entries()) assert.equal(toHex(log.node({ level, index })), hash);
  }
});

test('the roots of the published tree of eight leaves come out at every size', () => {
  const log = new GrownLog();
  assert.deepEqual(published.leaves.length, 8);
  assert.equal(toHex(rootOf(log.tree)), published.roots[0]);
  for (const [index, leaf] of published.leaves.entries()) {
    log.add(Buffer.from(leaf, 'hex'));
    assert.equal(toHex(rootOf(log.tree)), published.roots[index + 1]);
  }
});

test('the published proofs come out', () => {
  const log = publishedLog();
  assert.ok(published.inclusion.length > 5 && published.consistency.length > 3);
  for (const { index, size, proof } of published.inclusion) {
    assert.deepEqual(proofFrom(planned(inclusionPlan(index, size)), log.node).map(toHex), proof);
  }
  for (const { first, second, proof } of published.consistency) {
    assert.deepEqual(proofFrom(planned(consistencyPlan(first, second)), log.node).map(toHex), proof);
  }
});

test('growing leaf by leaf gives the root that the recursive definition gives', () => {
  const reference = new MerkleReference(Array.from({ length: LARGEST }, (_, index) => entryAt(index)));
  const log = new GrownLog();
  for (let size = 0; size <= LARGEST; size++) {
    assert.equal(toHex(rootOf(log.tree)), toHex(reference.root(0, size)), `size ${size}`);
    log.add(entryAt(size));
  }
});

test('the root of every earlier size can be read from what is stored', () => {
  const reference = new MerkleReference(Array.from({ length: LARGEST }, (_, index) => entryAt(index)));
  const { node } = logOf(LARGEST);
  for (let size = 0; size <= LARGEST; size++) {
    assert.equal(toHex(rootOf(treeAt(size, node))), toHex(reference.root(0, size)), `size ${size}`);
  }
});

test('every inclusion proof is the one of the recursive definition', () => {
  const reference = new MerkleReference(Array.from({ length: LARGEST }, (_, index) => entryAt(index)));
  const { node } = logOf(LARGEST);
  for (let size = 1; size <= LARGEST; size++) {
    for (let index = 0; index < size; index++) {
      const proof = proofFrom(planned(inclusionPlan(index, size)), node);
      assert.deepEqual(proof.map(toHex), reference.path(index, 0, size).map(toHex), `${index} of ${size}`);
    }
  }
});

test('every consistency proof is the one of the recursive definition', () => {
  const reference = new MerkleReference(Array.from({ length: LARGEST }, (_, index) => entryAt(index)));
  const { node } = logOf(LARGEST);
  for (let second = 1; second <= LARGEST; second++) {
    for (let first = 1; first <= second; first++) {
      const proof = proofFrom(planned(consistencyPlan(first, second)), node);
      const expected = reference.subproof(first, 0, second, true);
      assert.deepEqual(proof.map(toHex), expected.map(toHex), `${first} in ${second}`);
    }
  }
});

test('a log stores fewer than two nodes for each of its leaves', () => {
  for (const size of [1, 2, 3, 64, 100, LARGEST]) {
    assert.ok(logOf(size).stored < 2 * size);
  }
});

test('a proof reads a number of nodes that grows with the logarithm of the size', () => {
  for (const size of [1_000, 1_000_000, 1_000_000_007, 2 ** 52 - 1]) {
    const most = 2 * Math.ceil(Math.log2(size)) + 2;
    for (const index of [0, 1, Math.floor(size / 3), size - 1]) {
      assert.ok(planned(inclusionPlan(index, size)).flat().length <= most, `${index} of ${size}`);
      assert.ok(planned(consistencyPlan(index + 1, size)).flat().length <= most, `${index + 1} in ${size}`);
    }
    assert.ok(frontierAt(size).length <= most);
  }
});

test('a plan names only subtrees that are complete at its size', () => {
  for (const size of [1, 2, 3, 5, 8, 100, 2 ** 40 + 3]) {
    const plans = [inclusionPlan(0, size), inclusionPlan(size - 1, size), consistencyPlan(1, size)];
    for (const { level, index } of [...plans.flatMap((plan) => planned(plan).flat()), ...frontierAt(size)]) {
      assert.ok(Number.isInteger(index) && (index + 1) * 2 ** level <= size, `${level}/${index} of ${size}`);
    }
  }
});

test('there is no plan for a leaf or a size that the tree has not', () => {
  for (const [index, size] of [
    [0, 0],
    [1, 1],
    [-1, 3],
    [0.5, 3],
    [3, 2],
    [0, 2 ** 53],
    [Number.NaN, 1],
  ] as const) {
    assert.equal(inclusionPlan(index, size), null, `${index} of ${size}`);
  }
  for (const [first, second] of [
    [0, 0],
    [0, 1],
    [2, 1],
    [-1, 3],
    [1.5, 3],
    [1, 2 ** 53],
  ] as const) {
    assert.equal(consistencyPlan(first, second), null, `${first} in ${second}`);
  }
});

test('the frontier goes to bytes and back at every size', () => {
  const log = new GrownLog();
  for (let size = 0; size <= 70; size++) {
    const bytes = frontierBytes(log.tree);
    const back = treeFromBytes(size, bytes);
    assert.ok(back !== null);
    assert.deepEqual(frontierBytes(back), bytes);
    assert.equal(toHex(rootOf(back)), toHex(rootOf(log.tree)));
    log.add(entryAt(size));
  }
});

test('a frontier that does not belong to its size is refused', () => {
  const bytes = frontierBytes(logOf(7).tree);
  assert.equal(treeFromBytes(8, bytes), null);
  assert.equal(treeFromBytes(7, bytes.subarray(1)), null);
  assert.equal(treeFromBytes(0, bytes), null);
  assert.equal(treeFromBytes(-1, new Uint8Array(0)), null);
  assert.deepEqual(treeFromBytes(0, new Uint8Array(0)), EMPTY_TREE);
});
