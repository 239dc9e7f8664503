import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instant } from '../../src/kernel/instant.ts';
import { retryAfterSeconds } from '../../src/outbound/retry-after.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 9, 30));

describe('a Retry-After header', () => {
  it('gives seconds', () => {
    assert.equal(retryAfterSeconds('120', NOW), 120);
    assert.equal(retryAfterSeconds(' 0 ', NOW), 0);
  });

  it('gives the seconds until an HTTP date', () => {
    assert.equal(retryAfterSeconds('Sun, 22 Nov 2026 09:31:30 GMT', NOW), 90);
    assert.equal(retryAfterSeconds('Sunday, 22-Nov-26 09:31:30 GMT', NOW), 90);
  });

  it('gives nothing to wait for where the date is past', () => {
    assert.equal(retryAfterSeconds('Sun, 22 Nov 2026 09:29:00 GMT', NOW), 0);
  });

  it('counts for nothing where it is missing or neither', () => {
    for (const header of [null, '', '-5', '1.5', 'soon', '1e9', '99999999999', '2027-01-01', 'Sun, never']) {
      assert.equal(retryAfterSeconds(header, NOW), null, String(header));
    }
  });
});
