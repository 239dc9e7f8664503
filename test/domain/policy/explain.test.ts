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
      [{ attempts: 3 }, 'two attempts at the most, as advice'],
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
      /^default: 1 question with 5 options to choose from, "none of these" among them, about the date of birth\. The link works for 60 seconds and takes 1 answer\./,
    );
    assert.match(words, /passes 20 % of challenges \(2\.3 bits\)/);
    assert.match(words, /At most 60 % of guessers .*: after 3 wrong answers nothing is left to ask about\./);
    assert.match(words, /it takes one such unlocking\./);
    const ofStrict = explainedInWords(explain(strict)).join('\n');
    assert.match(ofStrict, /0\.32 % of challenges \(8\.3 bits\)/);
    assert.match(ofStrict, /0\.48 % of guessers pass before the first lock, .* and lasts 15 minutes\./);
    assert.match(ofStrict, /52 such unlockings on average, and 13 hours of other locks/);
  });

  test('calls nothing by a name of the settings, and gives each line of a standard with its reason', () => {
    for (const policy of SHIPPED_POLICIES) {
      const explained = explain(policy);
      const words = explainedInWords(explained);
      assert.doesNotMatch(words.join('\n'), /[a-z]_[a-z]|undefined|NaN|Infinity/);
      assert.equal(words.filter((each) => each.startsWith('- ')).length, explained.lines.length);
    }
  });

  test('says so where guessing is not stopped in time', () => {
    const words = explainedInWords(explain({ ...DEFAULT_POLICY, failuresPerFact: 100 })).join('\n');
    assert.match(words, /every guesser passes before an operator is needed, with 5 answers at the most/);
    const odds = explainedInWords(
      explain({
        ...DEFAULT_POLICY,
        facts: ['city', 'year', 'date_of_birth', 'street', 'amount', 'card_number'],
      }),
    );
    assert.match(odds.join('\n'), /More than 99 % of guessers/);
  });

  test('changes nothing of the policy that it explains', () => {
    const before = structuredClone(strict);
    explainedInWords(explain(strict));
    assert.deepEqual(strict, before);
  });
});
