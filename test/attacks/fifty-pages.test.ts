import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidatesOf } from '../../src/domain/candidates/candidates.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy/policy.ts';
import { makeQuestion } from '../../src/domain/questions/make-question.ts';
import { makeQuestions } from '../../src/domain/questions/make-questions.ts';
import type { ChoiceQuestion, QuestionKind } from '../../src/domain/questions/question.ts';
import { assertNoneBeats } from './flatness.ts';
import { measureAttacks } from './measure-attacks.ts';
import { memoryAttacks } from './memory-attacks.ts';
import { solved } from './sight.ts';
import { anyBirth, clientRef, SECRET, seeded } from './simulated-clients.ts';

const KINDS: readonly [QuestionKind, QuestionKind] = ['date_of_birth', 'birth_month_plus_day'];
const PAGES = 50;
const SIZE = DEFAULT_POLICY.options;

test('fifty challenges of one client, answered or not, show one and the same set of values', () => {
  const chance = seeded('fifty challenges');
  const random = (size: number) => Uint8Array.from({ length: size }, () => chance.below(256));
  for (let nth = 0; nth < 100; nth++) {
    const facts = [{ kind: 'date_of_birth', day: anyBirth(SIZE, chance) }] as const;
    const shown = new Map<string, Set<string>>();
    for (let page = 0; page < PAGES; page++) {
      const made = makeQuestions({
        secret: SECRET,
        client: clientRef(nth),
        facts,
        policy: DEFAULT_POLICY,
        round: page >> 1,
        random,
      });
      const question = made.ok ? made.value[0] : undefined;
      assert.ok(question?.entry === 'choice');
      const kindShown = shown.get(question.kind) ?? new Set();
      shown.set(question.kind, kindShown.add(JSON.stringify(question.options.map(contentText).sort())));
    }
    assert.deepEqual([...shown.keys()].sort(), ['birth_month_plus_day', 'date_of_birth']);
    for (const sets of shown.values()) assert.equal(sets.size, 1);
  }
});

test('no attack that compares fifty pages of one client beats chance, over 3,000 clients', () => {
  // Fewer than a hundred thousand, since each has fifty pages; two earlier pages are attacked over all of those.
  const chance = seeded('fifty pages');
  const clients = Array.from({ length: 3_000 }, (_, nth) => nth)
    .values()
    .map((nth) => {
      const day = anyBirth(SIZE, chance);
      const candidates = candidatesOf(SECRET, clientRef(nth), { kind: 'date_of_birth', day }, SIZE);
      const ask = (kind: QuestionKind, noneOfThese: boolean) =>
        makeQuestion(kind, candidates, { noneOfThese, chance });
      const earlier = Array.from({ length: PAGES - 1 }, (_, page) =>
        ask(KINDS[page % 2] ?? KINDS[0], page % 5 !== 0),
      );
      return solved(ask(KINDS[nth % 2] ?? KINDS[0], true), earlier);
    });
  assertNoneBeats(1 / SIZE, measureAttacks(memoryAttacks, clients, chance).tallies);
});

const contentText = (option: ChoiceQuestion['options'][number]): string => JSON.stringify(option.content);
