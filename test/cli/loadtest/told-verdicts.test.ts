import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ToldVerdicts } from '../../../src/cli/loadtest/told-verdicts.ts';

test('everybody who is told of already needs no waiting', async () => {
  const told = new ToldVerdicts();
  told.hear('ana', 'true');
  assert.ok((await told.allOf(['ana'], 60_000)) > 0);
  assert.equal(told.verdictOf('ana'), 'true');
});

test('who is missing is waited for while others are told of', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const told = new ToldVerdicts();
  const all = told.allOf(['ana', 'bea'], 1000);
  t.mock.timers.tick(900);
  told.hear('ana', 'true');
  await Promise.resolve();
  t.mock.timers.tick(900);
  told.hear('bea', 'false');
  await all;
  assert.equal(told.verdictOf('bea'), 'false');
});

test('who is never told of is given up when nobody was for the time allowed', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const told = new ToldVerdicts();
  const all = told.allOf(['ana'], 1000);
  t.mock.timers.tick(1000);
  assert.equal(await all, 0);
  assert.equal(told.verdictOf('ana'), undefined);
});
