import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Candidates, choiceFault } from '../../src/domain/candidates/candidates.ts';
import { makeQuestion } from '../../src/domain/questions/make-question.ts';
import type { QuestionKind } from '../../src/domain/questions/question.ts';
import { assertNoneBeats } from './flatness.ts';
import { LearntAttack } from './learnt-attack.ts';
import { measureAttacks } from './measure-attacks.ts';
import { KindUnderAttack } from './measure-kind.ts';
import { memoryAttacks } from './memory-attacks.ts';
import { pageAttacks } from './page-attacks.ts';
import { solved } from './sight.ts';
import { anyBirth, seeded, simulatedCandidates } from './simulated-clients.ts';
import { SUBJECTS } from './subjects.ts';
import { standardError } from './tally.ts';
import { looksUniform } from './uniformity.ts';

const KINDS: readonly QuestionKind[] = ['date_of_birth', 'birth_month_plus_day'];
const SIZE = 5;

/** `ATTACKED_CLIENTS=100000` attacks as many clients of every kind, as `npm run bench -- --only attacks` does. */
const ATTACKED = Number(process.env['ATTACKED_CLIENTS'] ?? 10_000);

/*
 * Each test compares some twenty figures, most of them close kin, with three standard errors. One seed in ten or so
 * goes beyond that somewhere by chance alone; a page that leaks goes beyond it with every seed.
 */
describe('no attack on a question beats chance, and every place and rank is right equally often', () => {
  for (const subject of SUBJECTS) {
    test(subject.name, () => {
      const attacked = new KindUnderAttack(subject, { size: SIZE });
      attacked.attack(ATTACKED);
      const { tallies, rightPlaces, rightRanks } = attacked.measured();
      assertNoneBeats(1 / SIZE, tallies);
      assert.ok(looksUniform(rightPlaces), `right at place: ${rightPlaces}`);
      assert.ok(looksUniform(rightRanks), `rank of the truth: ${rightRanks}`);
    });
  }
});

const CLIENTS = 10_000;
const clients = births(CLIENTS, SIZE);

function births(count: number, size: number): readonly Candidates[] {
  const chance = seeded(`births of clients, ${size} options`);
  return simulatedCandidates(count, size, () => anyBirth(size, chance));
}

describe('over 10,000 clients and five options', () => {
  for (const kind of KINDS) {
    test(`no attack on one page about ${kind} without "none of these" beats chance`, () => {
      const chance = seeded(`${kind} false`);
      const pages = clients
        .values()
        .map((candidates) => solved(makeQuestion(kind, candidates, { noneOfThese: false, chance })));
      const attacks = [...pageAttacks(SIZE), new LearntAttack()];
      const { tallies, rightPlaces } = measureAttacks(attacks, pages, chance);
      assertNoneBeats(1 / SIZE, tallies);
      assert.ok(looksUniform(rightPlaces), `right at place: ${rightPlaces}`);
    });
  }

  test('no attack that compares a page with earlier ones, about either question, beats chance', () => {
    const chance = seeded('pages of one client');
    const asked = clients.map((candidates) => {
      const ask = (kind: QuestionKind, noneOfThese: boolean) =>
        makeQuestion(kind, candidates, { noneOfThese, chance });
      const earlier = [ask('date_of_birth', false), ask('birth_month_plus_day', true)];
      return KINDS.map((kind) => solved(ask(kind, true), earlier));
    });
    for (const nth of KINDS.keys()) {
      const pages = asked.flatMap((each) => each[nth] ?? []);
      assertNoneBeats(1 / SIZE, measureAttacks(memoryAttacks, pages, chance).tallies);
    }
  });

  test('the truth has each rank in its block equally often', () => {
    const ranks = new Array<number>(SIZE).fill(0);
    for (const { values, truth } of clients) {
      const rank = values.indexOf(truth);
      ranks[rank] = (ranks[rank] ?? 0) + 1;
    }
    assert.ok(looksUniform(ranks), String(ranks));
  });

  test('"none of these" is right once in five pages', () => {
    const leftOut = clients.filter(({ truth, leftOut }) => truth === leftOut).length / CLIENTS;
    assert.ok(Math.abs(leftOut - 1 / SIZE) < 3 * standardError({ tries: CLIENTS, right: 0 }, 1 / SIZE));
  });

  test('somebody who tries one option after another has guessed m of five with m answers, and no more', () => {
    // Wrong answers rule options out, as they must where pages never change: what limits this is the lockout.
    const chance = seeded('one option after another');
    const solvedAfter = new Array<number>(SIZE).fill(0);
    for (const { values, truth } of clients) {
      const tries = chance.shuffle([...values]).indexOf(truth);
      solvedAfter[tries] = (solvedAfter[tries] ?? 0) + 1;
    }
    assert.ok(looksUniform(solvedAfter), String(solvedAfter));
  });
});

// Blocks of other sizes come from the same code; fewer clients keep the time that the tests take bearable.
for (const [size, count] of [
  [4, 2_000],
  [10, 1_000],
] as const) {
  test(`no attack on a question with ${size} options beats chance over ${count} clients, whatever it asks about`, () => {
    for (const subject of SUBJECTS) {
      if (choiceFault(subject.fact(seeded(subject.name), size), size) !== null) continue;
      const attacked = new KindUnderAttack(subject, { size });
      attacked.attack(count);
      assertNoneBeats(1 / size, attacked.measured().tallies, 4);
    }
  });
}
