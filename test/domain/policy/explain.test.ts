import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explain, explainedInWords } from '../../../src/domain/policy/explain.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src/domain/policy/policy.ts';
import { SHIPPED_POLICIES } from '../../../src/domain/policy/shipped-policies.ts';

const [, strict = DEFAULT_POLICY] = SHIPPED_POLICIES;
const nist = (policy: Policy) =>
  explain(policy).lines.filter(({ standard }) => standard === 'NIST SP 800-63A-3');
const unmet = (policy: Policy) => nist(policy).flatMap(({ asks, met }) => (met ? [] : [asks]));

describe('the policy strict', () => {
  test('has the figures of NIST: four questions, options, attempts, two minutes that count, no majority of "none of these"', () => {
    assert.deepEqual(unmet(strict), ['answers should be typed', 'no answer that never changes']);
  });

  test('misses a line with each figure that is changed', () => {
    const worse: readonly (readonly [Partial<Policy>, string])[] = [
      [{ questions: 3 }, 'four questions at least, all of them to be answered right'],
      [{ attempts: 3 }, 'two attempts, as advice'],
      [
        { ttlSeconds: 121 },
        'after two minutes without an answer all begins anew, and that counts as a failed attempt',
      ],
      [
        { expiryIsFailure: false },
        'after two minutes without an answer all begins anew, and that counts as a failed attempt',
      ],
      [{ facts: strict.facts.slice(0, 4) }, 'other questions should come after a failure'],
    ];
    for (const [change, line] of worse) assert.ok(unmet({ ...strict, ...change }).includes(line), line);
  });
});

describe('an explanation', () => {
  test('never calls known answers enough by themselves', () => {
    for (const policy of SHIPPED_POLICIES) {
      const line = explain(policy).lines.find((each) => each.line === '6.4.2');
      assert.equal(line?.met, false);
      assert.match(explainedInWords(explain(policy)).join(' '), /never alone/);
    }
  });

  test('tells the odds in words', () => {
    const words = explainedInWords(explain(DEFAULT_POLICY)).join('\n');
    assert.match(
      words,
      /^default: 1 question of 5 options, "none of these" among them, about date_of_birth; 1 attempt, 60 seconds\./,
    );
    assert.match(words, /20 % of challenges .*\(2\.3 bits\)/);
    assert.match(words, /60 % of such guessers pass before the first lock, after 3 failures in a row/);
    assert.match(explainedInWords(explain(strict)).join('\n'), /0\.32 % of challenges .*\(8\.3 bits\)/);
  });

  test('changes nothing of the policy that it explains', () => {
    const before = structuredClone(strict);
    explainedInWords(explain(strict));
    assert.deepEqual(strict, before);
  });
});
