import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unawaitedAssertionFaults } from './awaited-assertions.ts';
import { described, samples } from './samples.ts';

test('an assertion about a promise that nobody waits for is a fault', () => {
  const text = 'assert.rejects(answer());\nt.assert.doesNotReject(answer());';
  assert.deepEqual(described(unawaitedAssertionFaults(samples({ 'test/app/answer.test.ts': text }))), [
    'test/app/answer.test.ts:1 does not await rejects()',
    'test/app/answer.test.ts:2 does not await doesNotReject()',
  ]);
});

test('one that is awaited, returned or kept is fine', () => {
  const text =
    'await assert.rejects(one());\nconst two = assert.rejects(one());\nconst three = () => assert.rejects(one());';
  assert.deepEqual(unawaitedAssertionFaults(samples({ 'test/app/answer.test.ts': text })), []);
});
