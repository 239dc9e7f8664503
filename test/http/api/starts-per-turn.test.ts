import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { startsPerTurn } from '../../../src/http/api/starts-per-turn.ts';

/** Asks for so many starts at once; the list that is answered grows as they happen. */
function ask(mayStart: () => Promise<void>, count: number, started: number[] = []): number[] {
  for (let nth = 1; nth <= count; nth++) void mayStart().then(() => started.push(nth));
  return started;
}

test('as many as one turn takes start at once, the others in the turns after it, in their order', async () => {
  const started = ask(startsPerTurn(3), 8);
  await Promise.resolve();
  assert.deepEqual(started, [1, 2, 3]);
  await nextTurn();
  assert.deepEqual(started, [1, 2, 3, 4, 5, 6]);
  await nextTurn();
  assert.deepEqual(started, [1, 2, 3, 4, 5, 6, 7, 8]);
});

test('who comes later does not overtake who waits', async () => {
  const mayStart = startsPerTurn(2);
  const started = ask(mayStart, 4);
  await nextTurn();
  ask(mayStart, 1, started);
  await Promise.resolve();
  assert.deepEqual(started, [1, 2, 3, 4]);
  await nextTurn();
  assert.deepEqual(started, [1, 2, 3, 4, 1]);
});

test('a new turn takes as many as the one before', async () => {
  const mayStart = startsPerTurn(2);
  for (let turn = 1; turn <= 3; turn++) {
    const started = ask(mayStart, 2);
    await Promise.resolve();
    assert.deepEqual(started, [1, 2]);
    await nextTurn();
  }
});
