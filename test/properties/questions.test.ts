import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { candidatesOf } from '../../src/domain/candidates/candidates.ts';
import { EARLIEST_BIRTH } from '../../src/domain/facts/date-of-birth.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/domain/policy/policy.ts';
import { allAreMet, fieldFaults, questionsMet } from '../../src/domain/questions/check-answers.ts';
import { makeQuestions } from '../../src/domain/questions/make-questions.ts';
import type { ChoiceQuestion } from '../../src/domain/questions/question.ts';
import { parseIsoDate } from '../../src/kernel/calendar.ts';
import { clientRef, SECRET } from '../attacks/simulated-clients.ts';

const SETTINGS = { seed: 20261122, numRuns: 200 };

const journeys = fc.record({
  client: fc.nat({ max: 100_000 }).map(clientRef),
  day: fc.integer({ min: EARLIEST_BIRTH, max: parseIsoDate('2026-11-22') ?? 0 }),
  options: fc.integer({ min: 4, max: 10 }),
  noneOfThese: fc.boolean(),
  round: fc.nat({ max: 50 }),
});
type Journey = typeof journeys extends fc.Arbitrary<infer J> ? J : never;
const randoms = fc.uint8Array({ minLength: 32, maxLength: 32 });

function ask({ client, day, options, noneOfThese, round }: Journey, random: Uint8Array): ChoiceQuestion {
  const policy: Policy = { ...DEFAULT_POLICY, options, noneOfThese };
  const facts = [{ kind: 'date_of_birth', day }] as const;
  const made = makeQuestions({ secret: SECRET, client, facts, policy, round, random: () => random });
  const question = made.ok ? made.value[0] : undefined;
  assert.ok(question?.entry === 'choice');
  return question;
}

describe('for every client, date, policy and round', () => {
  test('exactly one option is right', () => {
    fc.assert(
      fc.property(journeys, randoms, (journey, random) => {
        const question = ask(journey, random);
        const right = question.options.filter(({ value }) => {
          const fields = new Map([['q1', [value]]]);
          assert.equal(fieldFaults([question], fields).size, 0);
          return allAreMet(questionsMet([question], fields));
        });
        assert.deepEqual(
          right.map(({ value }) => value),
          [question.answer],
        );
      }),
      SETTINGS,
    );
  });

  test('a page shows to the byte the same, whichever of its candidates is true', () => {
    fc.assert(
      fc.property(journeys, randoms, (journey, random) => {
        const { kind, fact, options } = ask(journey, random);
        const birth = { kind: 'date_of_birth', day: journey.day } as const;
        const answers = candidatesOf(SECRET, journey.client, birth, journey.options).values.map((day) => {
          const other = ask({ ...journey, day }, random);
          assert.deepEqual(
            { kind: other.kind, fact: other.fact, options: other.options },
            { kind, fact, options },
          );
          return other.answer;
        });
        // And each option is right for exactly one of them.
        assert.deepEqual(answers.sort(), options.map(({ value }) => value).sort());
      }),
      { ...SETTINGS, numRuns: 60 },
    );
  });

  test('two challenges before an answer differ in nothing but order and form values', () => {
    const shown = ({ kind, options }: ChoiceQuestion) => [
      kind,
      ...options.map(({ content }) => JSON.stringify(content)).sort(),
    ];
    fc.assert(
      fc.property(journeys, randoms, randoms, (journey, one, other) => {
        assert.deepEqual(shown(ask(journey, one)), shown(ask(journey, other)));
      }),
      SETTINGS,
    );
  });

  test('the questions of all rounds show one block', () => {
    fc.assert(
      fc.property(journeys, randoms, fc.nat({ max: 50 }), (journey, random, round) => {
        const one = ask(journey, random);
        const other = ask({ ...journey, round }, random);
        assert.equal(one.kind === other.kind, (journey.round - round) % 2 === 0);
        assert.equal(one.options.length, other.options.length);
        // The same chance and the same block: the right option stands at the same place.
        assert.equal(one.answer, other.answer);
      }),
      SETTINGS,
    );
  });
});
