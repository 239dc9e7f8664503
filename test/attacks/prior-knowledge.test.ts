import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KNOWN_AGES, PriorUnderAttack } from './measure-prior.ts';

const CLIENTS = 10_000;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

for (const years of KNOWN_AGES) {
  const who =
    years === null
      ? 'who knows the ages and seasons of all customers'
      : `who tells an age to within ${years} years`;
  test(`${who} is right as often as that says, and no more often`, (t) => {
    const attacked = new PriorUnderAttack(years);
    attacked.attack(CLIENTS);
    const { right, expected, standardError } = attacked.measured();
    t.diagnostic(`right ${percent(right)}, by their odds ${percent(expected)}`);
    assert.ok(right - expected < 3 * standardError);
  });
}
