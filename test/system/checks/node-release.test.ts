import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkNodeRelease } from '../../../src/system/checks/node-release.ts';

test('a Node without the last security fixes is warned of', () => {
  assert.deepEqual(
    ['26.10.0', '26.12.1', '26.13.0', '26.20.1', '27.0.0'].map((version) => checkNodeRelease(version).level),
    ['warning', 'warning', 'ok', 'ok', 'ok'],
  );
});
