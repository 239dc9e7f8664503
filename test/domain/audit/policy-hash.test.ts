import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDigest } from '../../../src/domain/audit/disclosure.ts';
import { policyHash, policySetHash } from '../../../src/domain/audit/policy-hash.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy/policy.ts';

const hash = policyHash(DEFAULT_POLICY, ['date_of_birth', 'birth_month_plus_day']);

test('the same rules have the same hash, in whatever order they are given', () => {
  const reordered = Object.fromEntries(Object.entries(DEFAULT_POLICY).reverse());
  assert.equal(
    policyHash({ ...DEFAULT_POLICY, ...reordered }, ['birth_month_plus_day', 'date_of_birth']),
    hash,
  );
  assert.ok(isDigest(hash));
});

test('every change of a rule or of the questions changes the hash', () => {
  const { lockout } = DEFAULT_POLICY;
  const changed = [
    policyHash({ ...DEFAULT_POLICY, attempts: 2 }, ['date_of_birth', 'birth_month_plus_day']),
    policyHash({ ...DEFAULT_POLICY, lockout: { ...lockout, cap: 99 } }, [
      'date_of_birth',
      'birth_month_plus_day',
    ]),
    policyHash(DEFAULT_POLICY, ['date_of_birth']),
  ];
  assert.equal(new Set([hash, ...changed]).size, 4);
});

test('a set of policies has one hash, whichever order it comes in, and another with another policy', () => {
  const strict = { ...DEFAULT_POLICY, name: 'strict', attempts: 1, options: 4 };
  const both = policySetHash([DEFAULT_POLICY, strict], ['date_of_birth']);
  assert.equal(policySetHash([strict, DEFAULT_POLICY], ['date_of_birth']), both);
  assert.ok(isDigest(both));
  assert.notEqual(policySetHash([DEFAULT_POLICY], ['date_of_birth']), both);
  assert.notEqual(policySetHash([{ ...strict, attempts: 2 }, DEFAULT_POLICY], ['date_of_birth']), both);
});
