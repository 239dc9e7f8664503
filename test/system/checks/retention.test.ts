import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_RETENTION } from '../../../src/config/retention-settings.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy/policy.ts';
import { checkPreviousSecret, checkRetention } from '../../../src/system/checks/retention.ts';

test('the usual times are fine', () => {
  assert.equal(checkRetention(DEFAULT_RETENTION, [DEFAULT_POLICY]).level, 'ok');
});

test('evidence that is gone before payments can no longer be disputed is a warning', () => {
  const short = { ...DEFAULT_RETENTION, views: 30, challenges: 30, evidence: 119 };
  const { level, todo } = checkRetention(short, [DEFAULT_POLICY]);
  assert.equal(level, 'warning');
  assert.match(todo ?? '', /RETAIN_EVIDENCE_DAYS/);
});

test('challenges that are gone before a lock ends are a warning', () => {
  const lockout = { ...DEFAULT_POLICY.lockout, maxSeconds: 8 * 86_400 };
  const { level, todo } = checkRetention({ ...DEFAULT_RETENTION, challenges: 7 }, [
    { ...DEFAULT_POLICY, lockout },
  ]);
  assert.equal(level, 'warning');
  assert.match(todo ?? '', /8 days.*RETAIN_CHALLENGES_DAYS/);
});

test('an old secret that is still accepted is a warning', () => {
  assert.deepEqual(checkPreviousSecret(false), []);
  assert.equal(checkPreviousSecret(true)[0]?.level, 'warning');
});
