import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ClientRef } from '../../../src/domain/challenge/challenge.ts';
import type { Fact } from '../../../src/domain/facts/fact.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy/policy.ts';
import { makeQuestions, type QuestionsRequest } from '../../../src/domain/questions/make-questions.ts';
import type { ChoiceQuestion } from '../../../src/domain/questions/question.ts';
import { clientRef, SECRET } from '../../attacks/simulated-clients.ts';
import { choiceOf } from '../../fakes/choice.ts';
import { seededEntropy } from '../../fakes/entropy.ts';

const entropy = seededEntropy('questions');
const BIRTH: Fact = { kind: 'date_of_birth', day: 3685 };

function request(changes: Partial<QuestionsRequest> = {}): QuestionsRequest {
  return {
    secret: SECRET,
    client: clientRef(1),
    facts: [BIRTH],
    policy: DEFAULT_POLICY,
    round: 0,
    random: (size) => entropy.bytes(size),
    ...changes,
  };
}

function questions(changes: Partial<QuestionsRequest> = {}): readonly ChoiceQuestion[] {
  const made = makeQuestions(request(changes));
  assert.ok(made.ok);
  return made.value.map(choiceOf);
}

/** What a person is asked, whatever its order on the page. */
const asked = (changes: Partial<QuestionsRequest> = {}): unknown =>
  questions(changes).map(({ kind, options }) => [
    kind,
    options.map(({ content }) => JSON.stringify(content)).sort(),
  ]);

describe('the questions of a challenge', () => {
  test('are as many, with as many options, as the policy says', () => {
    for (const options of [4, 5, 10]) {
      for (const noneOfThese of [true, false]) {
        const [question, ...more] = questions({ policy: { ...DEFAULT_POLICY, options, noneOfThese } });
        assert.equal(more.length, 0);
        assert.equal(question?.options.length, options);
        const last = question?.options.at(-1)?.content.type;
        assert.equal(last === 'none_of_these', noneOfThese);
      }
    }
  });

  test('stay the same until a challenge was answered: asking again gets no easier one', () => {
    for (let nth = 0; nth < 20; nth++) {
      const client = clientRef(nth);
      for (const round of [0, 1, 7]) {
        const first = asked({ client, round });
        for (let again = 0; again < 5; again++) assert.deepEqual(asked({ client, round }), first);
      }
    }
  });

  test('move on to another kind with each answered challenge', () => {
    const kinds = [0, 1, 2, 3].map((round) => questions({ round })[0]?.kind);
    assert.deepEqual(kinds.slice(2), kinds.slice(0, 2));
    assert.deepEqual([...new Set(kinds)].sort(), ['birth_month_plus_day', 'date_of_birth']);
  });

  test('begin with either kind, by client', () => {
    const first = Array.from({ length: 1000 }, (_, nth) => questions({ client: clientRef(nth) })[0]?.kind);
    const dates = first.filter((kind) => kind === 'date_of_birth').length;
    assert.ok(dates > 400 && dates < 600, String(dates));
  });

  test('take 32 random bytes', () => {
    const sizes: number[] = [];
    questions({
      random: (size) => {
        sizes.push(size);
        return entropy.bytes(size);
      },
    });
    assert.deepEqual(sizes, [32]);
  });

  test('do not depend on the client for what is right', () => {
    // Of the form that pseudonyms have.
    for (const client of [clientRef(1), clientRef(2), 'f'.repeat(32) as ClientRef]) {
      const [question] = questions({ client, policy: { ...DEFAULT_POLICY, noneOfThese: false } });
      const right = question?.options.find(({ value }) => value === question.answer)?.content;
      assert.deepEqual(
        right,
        question?.kind === 'date_of_birth' ? { type: 'date', day: 3685 } : { type: 'number', value: 5 },
      );
    }
  });
});

describe('facts that do not carry the policy', () => {
  test('are answered with what is missing', () => {
    assert.deepEqual(makeQuestions(request({ facts: [] })), {
      ok: false,
      error: { needed: 1, anyOf: ['date_of_birth'], unusable: [] },
    });
  });

  test('are not helped by a fact given twice: one question about each', () => {
    const policy = { ...DEFAULT_POLICY, questions: 2 };
    assert.deepEqual(makeQuestions(request({ policy, facts: [BIRTH, { ...BIRTH, day: 1 }] })), {
      ok: false,
      error: { needed: 1, anyOf: [], unusable: [] },
    });
  });
});
