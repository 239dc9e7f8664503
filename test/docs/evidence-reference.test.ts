import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { en } from '../../src/cli/evidence/en.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/reference/evidence.md'), 'utf8');

test('every kind of entry is in the reference, and no other', () => {
  const [, section = ''] = PAGE.split('## What is an entry');
  const [table = ''] = section.split('\n## ');
  const named = [...table.matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map(([, type]) => type ?? '');
  assert.deepEqual(named.toSorted(), Object.keys(en.event).toSorted());
});
