import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { unawaitedAssertionFaults } from './awaited-assertions.ts';
import { barrelFaults, lengthFaults, nameFaults } from './file-shape.ts';
import { importCycleFaults } from './import-cycles.ts';
import { importDirectionFaults } from './import-direction.ts';
import { leftoverFaults, trackedFiles } from './leftovers.ts';
import { purityFaults } from './purity.ts';
import { described } from './samples.ts';
import { sourceFilesIn } from './source-file.ts';

const root = dirname(dirname(import.meta.dirname));
const src = sourceFilesIn(root, 'src');
const everything = [...src, ...['test', 'bench', 'scripts'].flatMap((name) => sourceFilesIn(root, name))];

test('there is something to look at', () => {
  assert.ok(src.length > 0);
});

test('imports under src point one way', () => {
  assert.deepEqual(described(importDirectionFaults(src)), []);
});

test('no files import one another in a ring', () => {
  assert.deepEqual(described(importCycleFaults(everything)), []);
});

test('the domain has no clock, no chance, no waiting and no surroundings; the app no clock and no chance', () => {
  assert.deepEqual(described(purityFaults(src)), []);
});

test('no file is a barrel', () => {
  assert.deepEqual(described(barrelFaults(everything)), []);
});

test('every file has a name that says what it is', () => {
  assert.deepEqual(described(nameFaults(everything.map(({ path }) => path))), []);
});

test('no file with logic under src is too long', () => {
  assert.deepEqual(described(lengthFaults(src)), []);
});

test('every assertion about a promise is awaited', () => {
  assert.deepEqual(described(unawaitedAssertionFaults(everything)), []);
});

test('no file that is kept holds a path of one machine or a note of something left to do', () => {
  assert.deepEqual(described(leftoverFaults(trackedFiles(root))), []);
});
