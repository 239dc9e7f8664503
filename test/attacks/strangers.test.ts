import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { counted, looksOf, OTHER_CUSTOMERS, toldApart, USUAL_CUSTOMERS } from './strangers.ts';
import { looksAlike } from './uniformity.ts';

const PEOPLE = 5_000;
const CLASSES = 20;

describe('what pages show of clients that nobody knows comes as often as among customers', () => {
  for (const usual of USUAL_CUSTOMERS) {
    test(usual.name, () => {
      const customers = looksOf(usual, 'customers', PEOPLE);
      const strangers = looksOf(usual, 'strangers', PEOPLE);
      assert.deepEqual([...strangers.keys()].sort(), [...customers.keys()].sort());
      for (const [question, looks] of customers) {
        const others = strangers.get(question) ?? [];
        for (const look of Object.keys(looks[0] ?? {})) {
          const [one, other] = [looks, others].map((each) => each.map((values) => values[look] ?? 0));
          const counts = counted(one ?? [], other ?? [], CLASSES);
          assert.ok(looksAlike(...counts), `${question}, ${look}: ${counts.join(' and ')}`);
        }
        const told = toldApart(looks, others);
        assert.ok(told < 0.53, `${question}: one page is told for what it is in ${told} of all cases`);
      }
    });
  }
});

test('the same comparison finds out customers who are otherwise, so what it finds nothing in is alike', () => {
  for (const other of OTHER_CUSTOMERS) {
    const [customers] = looksOf(other, 'customers', 1_000).values();
    const [strangers] = looksOf(other, 'strangers', 1_000).values();
    const told = toldApart(customers ?? [], strangers ?? []);
    assert.ok(told > 0.55, `${other.name}: ${told}`);
  }
});
