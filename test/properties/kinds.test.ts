import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { candidatesOf, choiceFault } from '../../src/domain/candidates/candidates.ts';
import { valueList } from '../../src/domain/facts/value-list.ts';
import { clientRef, SECRET, seeded } from '../attacks/simulated-clients.ts';
import { askedOf, SUBJECTS } from '../attacks/subjects.ts';

const SETTINGS = { seed: 20261122, numRuns: 60 };

describe('for every client and number of options, a question about', () => {
  for (const subject of SUBJECTS) {
    test(`${subject.name} has as many different options, one of them right, and shows the same values again`, () => {
      fc.assert(
        fc.property(fc.nat({ max: 100_000 }), fc.integer({ min: 4, max: 10 }), (nth, size) => {
          const fact = subject.fact(seeded(`${subject.name} of client ${nth}`), size);
          if (choiceFault(fact, size) !== null) return;
          const candidates = candidatesOf(SECRET, clientRef(nth), fact, size);
          assert.equal(new Set(candidates.values).size, size);
          assert.ok(candidates.values.includes(candidates.truth));
          assert.ok(candidates.values.includes(candidates.leftOut));
          const page = (seed: string) => {
            const chance = seeded(`${seed} ${nth}`);
            const asked = askedOf(subject, fact, nth, { size, noneOfThese: true, chance });
            const { options, answer } = asked.page;
            assert.equal(options.filter(({ value }) => value === answer).length, 1);
            return options.map(({ content }) => JSON.stringify(content)).sort();
          };
          const shown = page('one');
          assert.equal(new Set(shown).size, size);
          assert.deepEqual(page('another'), shown);
        }),
        SETTINGS,
      );
    });
  }
});

describe('where the options divide the number of values', () => {
  test('a page about an ending shows the same values whichever of them is true', () => {
    const varied = ['any', 'any', 'any', 'any'] as const;
    fc.assert(
      fc.property(fc.nat({ max: 9999 }), fc.constantFrom(4, 5, 10), fc.nat(1000), (number, size, nth) => {
        const of = (value: number) => {
          const text = String(value).padStart(4, '0');
          return candidatesOf(SECRET, clientRef(nth), { kind: 'account_number', text, varied }, size);
        };
        const { values, leftOut } = of(number);
        for (const value of values) {
          const same = of(value);
          assert.deepEqual([same.values, same.leftOut, same.truth], [values, leftOut, value]);
        }
      }),
      SETTINGS,
    );
  });
});

describe('a list', () => {
  const among = (count: number, popularity: readonly number[] | null) => {
    const made = valueList(
      Array.from({ length: count }, (_, nth) => `v${nth}`),
      popularity,
    );
    assert.ok(made.ok);
    return { kind: 'city', wording: null, value: 'v0', among: made.value } as const;
  };

  test('with fewer values than options is refused, and the message says to ask it typed', () => {
    assert.match(choiceFault(among(4, null), 5) ?? '', /fewer than 5 values: ask it typed/);
    assert.equal(choiceFault(among(5, null), 5), null);
  });

  test('with a value likelier than one option in all is refused, whichever value is true', () => {
    for (const value of ['v0', 'v4']) {
      const tooLikely = { ...among(6, [26, 25, 20, 20, 20, 14]), value };
      assert.match(choiceFault(tooLikely, 5) ?? '', /likelier than 1 in 5: ask it typed/);
      assert.equal(choiceFault({ ...among(6, [25, 25, 20, 20, 20, 15]), value }, 5), null);
    }
  });

  test('that is missing is refused', () => {
    assert.match(choiceFault({ ...among(5, null), among: null }, 5) ?? '', /no list .* or ask it typed/);
  });
});

test('a number that ends in too few digits, and a year that is too recent, are refused', () => {
  const id = { kind: 'national_id', text: 'ABCD', varied: [null, null, null, null] } as const;
  assert.match(choiceFault(id, 5) ?? '', /too few digits for options: ask it typed/);
  assert.equal(choiceFault({ ...id, varied: [null, null, null, 'any'] }, 10), null);
  assert.match(choiceFault({ kind: 'year', year: 2026 }, 5) ?? '', /after 2025/);
  assert.equal(choiceFault({ kind: 'year', year: 2025 }, 5), null);
});
