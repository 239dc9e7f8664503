import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../../src/kernel/instant.ts';
import { renewalTime, retryPause } from '../../../src/system/acme/renewal-time.ts';

const DAY = 24 * 60 * 60 * 1000;
const MINUTE = 60_000;

test('a certificate is renewed after two thirds of its life, spread over a thirtieth of it', () => {
  const [from, to] = [instant(1_700_000_000_000), instant(1_700_000_000_000 + 90 * DAY)];
  assert.equal(renewalTime(from, to, 0), from + 60 * DAY);
  assert.equal(renewalTime(from, to, 0.5), from + 61.5 * DAY);
  assert.ok(renewalTime(from, to, 0.999_999) < from + 63 * DAY);
});

test('failed tries come more and more rarely, but never less than every half day', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 60].map((failures) => retryPause(failures, 0.5) / MINUTE),
    [1, 5, 15, 60, 240, 720, 720],
  );
  assert.equal(retryPause(1, 0), 0.9 * MINUTE);
  assert.ok(retryPause(1, 0.999_999) < 1.1 * MINUTE);
});
