import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidates } from '../../src/domain/candidates/candidates.ts';
import { EARLIEST_BIRTH } from '../../src/domain/facts/date-of-birth.ts';
import { makeQuestion } from '../../src/domain/questions/make-question.ts';
import { dayNumber } from '../../src/kernel/calendar.ts';
import { apparentAge, customerBirth, customers, type Prior } from './prior-knowledge.ts';
import { highest, solved } from './sight.ts';
import { seeded, simulatedCandidates } from './simulated-clients.ts';

/*
 * Somebody who knew something beforehand keeps that advantage, whatever decoys are shown. A flat page adds nothing to
 * it: they are right as often as their own odds between the values of the block say, and no more often.
 */

const CLIENTS = 10_000;
const SIZE = 5;

const births = seeded('births of customers');
const latest = dayNumber({ year: 2008, month: 1, day: 1 });
const clients = simulatedCandidates(CLIENTS, SIZE, () => customerBirth(EARLIEST_BIRTH, latest, births));

type Outcome = { readonly right: number; readonly expected: number; readonly standardError: number };

/** How often an attacker is right who takes the likeliest value shown, and how often their own odds say so. */
function takeTheLikeliest(purpose: string, priorOf: (client: Candidates) => Prior): Outcome {
  const chance = seeded(purpose);
  let right = 0;
  let expected = 0;
  let variance = 0;
  for (const candidates of clients) {
    const prior = priorOf(candidates);
    const page = solved(makeQuestion('date_of_birth', candidates, { noneOfThese: false, chance }));
    const odds = page.sight.values.map((day) => (day === null ? 0 : prior(day)));
    const likeliest = Math.max(...odds) / odds.reduce((sum, each) => sum + each, 0);
    expected += likeliest / CLIENTS;
    variance += likeliest * (1 - likeliest);
    if (highest(odds, chance) === page.right) right += 1 / CLIENTS;
  }
  return { right, expected, standardError: Math.sqrt(variance) / CLIENTS };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

test('who knows the ages and seasons of all customers is right as often as these odds say', (t) => {
  const { right, expected, standardError } = takeTheLikeliest('ages of all customers', () => customers);
  t.diagnostic(`right ${percent(right)}, by their odds ${percent(expected)}, by chance ${percent(1 / SIZE)}`);
  assert.ok(right - expected < 3 * standardError);
});

for (const years of [2, 5, 10]) {
  test(`who tells an age to within ${years} years is right as often as that says`, (t) => {
    const chance = seeded(`apparent age within ${years} years`);
    const { right, expected, standardError } = takeTheLikeliest(
      `pages for apparent ages within ${years} years`,
      ({ truth }) => {
        const apparent = apparentAge(truth, years, chance);
        return (day) => customers(day) * apparent(day);
      },
    );
    t.diagnostic(
      `right ${percent(right)}, by their odds ${percent(expected)}, by chance ${percent(1 / SIZE)}`,
    );
    assert.ok(right - expected < 3 * standardError);
  });
}
