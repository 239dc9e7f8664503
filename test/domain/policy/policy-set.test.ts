import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFAULT_POLICY } from '../../../src/domain/policy/policy.ts';
import { type GivenPolicy, policyOfFlow, settledPolicies } from '../../../src/domain/policy/policy-set.ts';
import { SHIPPED_POLICIES } from '../../../src/domain/policy/shipped-policies.ts';

const given = (
  name: string,
  changes: GivenPolicy['changes'],
  more: Partial<GivenPolicy> = {},
): GivenPolicy => ({
  name,
  extends: null,
  changes,
  lockout: {},
  budget: {},
  ...more,
});

const settled = (...policies: readonly GivenPolicy[]) => {
  const result = settledPolicies(SHIPPED_POLICIES, policies);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};

const faults = (...policies: readonly GivenPolicy[]) => {
  const result = settledPolicies(SHIPPED_POLICIES, policies);
  return result.ok ? [] : result.error.map(({ policy, expected }) => `${policy} ${expected}`);
};

describe('the policies of a service', () => {
  test('are the shipped ones where the operator wrote none, the default first', () => {
    assert.deepEqual(settled(), SHIPPED_POLICIES);
    assert.deepEqual(
      SHIPPED_POLICIES.map(({ name }) => name),
      ['default', 'strict', 'quick'],
    );
  });

  test('are changed under their own names, and extended under others', () => {
    const policies = settled(
      given('default', { ttlSeconds: 90 }),
      given('large', { attempts: 1 }, { extends: 'strict', lockout: { cap: 10 } }),
      given('own', { ttlSeconds: 30 }),
      given('large-night', { ttlSeconds: 60 }, { extends: 'large' }),
    );
    assert.deepEqual(
      policies.map(({ name }) => name),
      ['default', 'strict', 'quick', 'large', 'own', 'large-night'],
    );
    const [standard, strict, , large, own, night] = policies;
    assert.equal(standard?.ttlSeconds, 90);
    assert.deepEqual(large, {
      ...strict,
      name: 'large',
      attempts: 1,
      lockout: { ...DEFAULT_POLICY.lockout, cap: 10 },
    });
    assert.deepEqual(own, { ...DEFAULT_POLICY, name: 'own', ttlSeconds: 30 });
    assert.deepEqual(night, { ...large, name: 'large-night', ttlSeconds: 60 });
  });

  test('that extend what is not there, or one another in a circle, are refused', () => {
    assert.deepEqual(faults(given('a', {}, { extends: 'nothing' })), [
      'a extends nothing, which is no policy',
    ]);
    assert.equal(faults(given('a', {}, { extends: 'b' }), given('b', {}, { extends: 'a' })).length, 2);
  });

  test('that ask about one fact with two numbers of options are refused, and both are named', () => {
    const [fault = '', ...more] = faults(given('wide', { options: 8 }));
    assert.match(
      fault,
      /^wide asks about date_of_birth with 8 options, and the policy default with 5: .*knows the truth/,
    );
    assert.deepEqual(more, []);
  });

  test('may have two numbers where the fact is typed in one of them, or all are changed alike', () => {
    settled(given('wide', { options: 8, typed: ['date_of_birth'] }));
    settled(...['default', 'strict', 'quick'].map((name) => given(name, { options: 6 })));
  });

  test('that ask more questions than they name facts are refused', () => {
    assert.match(
      faults(given('many', { questions: 2 })).join(),
      /^many asks 2 questions, one about each fact/,
    );
  });

  test('that have an amount typed, or a fact that they do not ask about, are refused', () => {
    assert.match(
      faults(given('a', { facts: ['amount'], typed: ['amount'] })).join(),
      /can only be asked by choice/,
    );
    assert.match(
      faults(given('a', { typed: ['city'] })).join(),
      /typed facts that it does not ask about: city/,
    );
  });

  test('that lock for less at most than at first are refused', () => {
    assert.match(
      faults(given('a', {}, { lockout: { firstSeconds: 60, maxSeconds: 30 } })).join(),
      /locks for less at most than at first/,
    );
  });
});

describe('flows', () => {
  test('belong to the policy that names them, and to none that extends it', () => {
    const policies = settled(
      given('transfers', { flows: ['Transfer', 'Payout'] }),
      given('large', { attempts: 2 }, { extends: 'transfers' }),
    );
    assert.equal(policyOfFlow(policies, 'Payout')?.name, 'transfers');
    assert.equal(policies.find(({ name }) => name === 'large')?.flows, undefined);
    for (const flow of ['payout', '', null]) assert.equal(policyOfFlow(policies, flow), null);
  });

  test('that two policies name are refused', () => {
    assert.deepEqual(
      faults(given('a', { flows: ['Transfer', 'Transfer'] }), given('b', { flows: ['Transfer'] })),
      ['b is for the flow Transfer, as a is'],
    );
  });
});
