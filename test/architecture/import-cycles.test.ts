import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importCycleFaults } from './import-cycles.ts';
import { described, samples } from './samples.ts';

test('files that import one another in a ring are a cycle, which is told once', () => {
  const faults = importCycleFaults(
    samples({
      'src/app/one.ts': "import './two.ts';",
      'src/app/two.ts': "\nimport '../domain/three.ts';",
      'src/domain/three.ts': "import '../app/one.ts';",
    }),
  );
  assert.deepEqual(described(faults), [
    'src/domain/three.ts:1 closes a cycle: src/app/one.ts → src/app/two.ts → src/domain/three.ts → src/app/one.ts',
  ]);
});

test('a cycle of types is a cycle', () => {
  const faults = importCycleFaults(
    samples({
      'src/app/one.ts': "import type { Two } from './two.ts';",
      'src/app/two.ts': "import type { One } from './one.ts';",
    }),
  );
  assert.equal(faults.length, 1);
});

test('a file that imports itself is a cycle', () => {
  assert.equal(importCycleFaults(samples({ 'src/app/one.ts': "import './one.ts';" })).length, 1);
});

test('a cycle is found behind a file that was looked at before', () => {
  const faults = importCycleFaults(
    samples({
      'src/app/leaf.ts': '',
      'src/app/one.ts': "import './leaf.ts';\nimport './two.ts';",
      'src/app/two.ts': "import './leaf.ts';\nimport './one.ts';",
    }),
  );
  assert.equal(faults.length, 1);
});

test('two ways to the same file are no cycle', () => {
  const faults = importCycleFaults(
    samples({
      'src/app/top.ts': "import './left.ts';\nimport './right.ts';",
      'src/app/left.ts': "import './bottom.ts';",
      'src/app/right.ts': "import './bottom.ts';",
      'src/app/bottom.ts': "import 'node:fs';",
    }),
  );
  assert.deepEqual(faults, []);
});
