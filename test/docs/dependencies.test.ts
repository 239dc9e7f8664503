import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const root = dirname(dirname(import.meta.dirname));
const decisions = join(root, 'docs', 'adr');

test('every package that is taken is named by a decision', () => {
  const text = readdirSync(decisions)
    .map((name) => readFileSync(join(decisions, name), 'utf8'))
    .join('\n');
  // package.json is ours, and its form is npm's.
  const taken = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Readonly<
    Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Readonly<Record<string, string>>>
  >;
  const names = Object.keys({
    ...taken.dependencies,
    ...taken.devDependencies,
    ...taken.optionalDependencies,
  });
  assert.deepEqual(
    names.filter((name) => !text.includes(`\`${name}\``)),
    [],
  );
});

test('the index of the decisions names every decision', () => {
  const index = readFileSync(join(decisions, 'README.md'), 'utf8');
  const unlisted = readdirSync(decisions).filter(
    (name) => name !== 'README.md' && !index.includes(`](${name})`),
  );
  assert.deepEqual(unlisted, []);
});
