import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../../src/kernel/instant.ts';
import { checkClock } from '../../../src/system/checks/clock-skew.ts';
import { freePort } from '../../../src/system/free-port.ts';
import { served } from './served.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 12, 0, 0, 500));
const clock = { now: () => NOW };

test("the clock is compared with a platform's, as far as whole seconds allow", async (context) => {
  for (const [ahead, level, words] of [
    [0, 'ok', "This machine's clock is 0.0 s ahead of that of"],
    [2, 'ok', '2.0 s ahead'],
    [4, 'warning', '4.0 s ahead'],
    [-4, 'warning', '4.0 s behind that'],
    [90, 'fault', '90.0 s ahead'],
    [-3600, 'fault', '3600.0 s behind'],
  ] as const) {
    const url = await served(context, (_request, response) => {
      response.setHeader('date', new Date(NOW - 500 - ahead * 1000).toUTCString()).end();
    });
    const finding = await checkClock(url, clock);
    assert.equal(finding.level, level, `${ahead} s`);
    assert.ok(finding.found.includes(words), finding.found);
  }
});

test('an answer that was long under way is no fault of the clock', async (context) => {
  const late = NOW + 20_000;
  for (const [date, level] of [
    [NOW, 'ok'],
    [late, 'ok'],
    [late + 4000, 'warning'],
    [NOW - 60_000, 'fault'],
  ] as const) {
    const times = [NOW, late];
    const url = await served(context, (_request, response) => {
      response.setHeader('date', new Date(date - 500).toUTCString()).end();
    });
    const finding = await checkClock(url, { now: () => instant(times.shift() ?? late) });
    assert.equal(finding.level, level, finding.found);
  }
});

test('where no time is to be had, that is all that is said', async (context) => {
  const silent = await served(context, (_request, response) => {
    response.sendDate = false;
    response.end();
  });
  assert.match((await checkClock(silent, clock)).found, /named no time/);
  const nobody = new URL(`http://127.0.0.1:${await freePort('127.0.0.1')}/`);
  const finding = await checkClock(nobody, clock);
  assert.equal(finding.level, 'warning');
  assert.match(finding.found, /was not reached: ECONNREFUSED/);
});
