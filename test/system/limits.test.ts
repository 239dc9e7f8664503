import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import type { ClientRef } from '../../src/domain/challenge/challenge.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { instant } from '../../src/kernel/instant.ts';
import { limits } from '../../src/system/limits.ts';
import { atRest } from '../fakes/clock.ts';
import { recordingLog } from '../fakes/log.ts';

const CHALLENGE = makeId('challenge', instant(0), new Uint8Array(10));
const ADDRESS = '192.0.2.77';
// The form of a pseudonym: 32 hexadecimal digits.
const client = (nth: number) => nth.toString(16).padStart(32, '0') as ClientRef;

function limitsForTests(dryRun = false) {
  const log = recordingLog();
  const registry = new Registry();
  return { log, registry, limits: limits({ log, registry, dryRun }) };
}

test('a request beyond a budget is refused, logged and counted', async () => {
  const { log, registry, limits: made } = limitsForTests();
  assert.equal(made.refuses('key', { channel: 'default' }), true);
  assert.deepEqual(log.lines, [
    {
      level: 'info',
      fields: { budget: 'key', channel: 'default' },
      message: 'a request beyond a budget was refused',
    },
  ]);
  assert.match(await registry.metrics(), /countersign_beyond_budget_total\{budget="key",refused="yes"\} 1/);
});

test('in a dry run it is admitted, logged and counted', async () => {
  const { log, registry, limits: made } = limitsForTests(true);
  assert.equal(made.refuses('client', {}), false);
  assert.equal(log.lines[0]?.message, 'a request beyond a budget would have been refused');
  assert.match(await registry.metrics(), /countersign_beyond_budget_total\{budget="client",refused="no"\} 1/);
});

test('an address from which many clients answer wrong is told of once, and not by its name', async () => {
  const { log, registry, limits: made } = limitsForTests();
  for (let nth = 0; nth < 30; nth++) {
    for (let again = 0; again < 3; again++) made.answeredWrong(ADDRESS, client(nth), CHALLENGE);
  }
  await atRest();
  assert.deepEqual(
    log.lines.map(({ level, fields }) => ({ level, fields })),
    [{ level: 'warn', fields: { challenge: CHALLENGE, clients: 20 } }],
  );
  assert.ok(!JSON.stringify(log.lines).includes(ADDRESS));
  assert.match(await registry.metrics(), /countersign_suspicious_addresses_total 1/);
});

test('one client that answers wrong for ever, or many from as many addresses, are no reason', async () => {
  const { log, limits: made } = limitsForTests();
  for (let nth = 0; nth < 100; nth++) {
    made.answeredWrong(ADDRESS, client(1), CHALLENGE);
    made.answeredWrong(`198.51.100.${nth}`, client(nth), CHALLENGE);
  }
  await atRest();
  assert.deepEqual(log.lines, []);
});
