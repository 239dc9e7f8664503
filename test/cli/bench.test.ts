import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countersign, workingDirectory } from './command-line.ts';

test('the benchmarks are a command too, which hands their options on', async (t) => {
  const { status, output } = await countersign(workingDirectory(t), {}, 'bench', '--', '--help');
  assert.equal(status, 0);
  assert.match(output, /against bare Fastify in the same run/u);
});

test('a benchmark that is not there is refused, with those that are', async (t) => {
  const { status, complaint } = await countersign(workingDirectory(t), {}, 'bench', '--only', 'nonsense');
  assert.equal(status, 1);
  assert.match(complaint, /must be one of create, journeys/u);
});
