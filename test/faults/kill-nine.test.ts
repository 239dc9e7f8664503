import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killOverAndOver } from './kill-loop.ts';

/** `npm run bench -- --only faults` does it a thousand times. */
const KILLS = 50;

test(`killed at any instant, ${KILLS} times over, the service loses nothing that it acknowledged`, async () => {
  const { verdicts, told } = await killOverAndOver(KILLS, () => undefined);
  assert.ok(verdicts > 0 && told > 0, 'no journey came to its end: the test proves nothing');
});
