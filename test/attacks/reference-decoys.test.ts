import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QuestionKind } from '../../src/domain/questions/question.ts';
import { measureAttacks } from './measure-attacks.ts';
import { memoryAttacks } from './memory-attacks.ts';
import { pageAttacks } from './page-attacks.ts';
import { referenceQuestion } from './reference-decoys.ts';
import { solved } from './sight.ts';
import { anyBirth, seeded } from './simulated-clients.ts';
import { rate } from './tally.ts';

// The attacks that find nothing on our pages do find the truth on pages that give it away.

const CLIENTS = 10_000;
const OPTIONS = 5;

function rates(kind: QuestionKind, pages: number): ReadonlyMap<string, number> {
  const chance = seeded(`${pages} pages of the reference about ${kind}`);
  const clients = Array.from({ length: CLIENTS }, () => {
    const birth = anyBirth(OPTIONS, chance);
    const draw = () => referenceQuestion(kind, birth, chance);
    return solved(draw(), Array.from({ length: pages - 1 }, draw));
  });
  const attacks = [...pageAttacks(OPTIONS), ...memoryAttacks];
  const { tallies } = measureAttacks(attacks, clients, chance);
  return new Map([...tallies].map(([name, tally]) => [name, rate(tally)]));
}

function assertAtLeast(actual: number | undefined, expected: number): void {
  assert.ok(actual !== undefined && actual >= expected, `${actual} instead of ${expected}`);
}

test('decoys around the truth leave it in the middle: a third of guesses are right', () => {
  assertAtLeast(rates('date_of_birth', 1).get('the middle one'), 0.33);
});

test('decoys from another range than the truth leave it the largest: four of five guesses are right', () => {
  assertAtLeast(rates('birth_month_plus_day', 1).get('the largest'), 0.79);
});

test('fresh decoys on a second page: what both show is the truth', () => {
  assertAtLeast(rates('date_of_birth', 2).get('shown most often'), 0.8);
});

test('fresh decoys on five pages leave no doubt', () => {
  assertAtLeast(rates('date_of_birth', 5).get('the value that recurs, else "none of these"'), 0.99);
});
