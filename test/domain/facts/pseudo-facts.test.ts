import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FACT_KINDS } from '../../../src/domain/facts/fact.ts';
import { pseudoFact } from '../../../src/domain/facts/pseudo-facts.ts';
import { civilDate } from '../../../src/kernel/calendar.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { KeyedStream } from '../../../src/kernel/keyed-stream.ts';

const CITIES = { values: ['Puebla', 'Oaxaca', 'Mérida'], popularity: null };
const lists = new Map([['city', CITIES]]);
const streamOf = (client: number) => new KeyedStream(sha256(`client ${client}`));

test('a client has the same fact of nobody each time, and another one another', () => {
  const born = (client: number) => JSON.stringify(pseudoFact('date_of_birth', streamOf(client), lists));
  assert.equal(born(1), born(1));
  assert.ok(new Set(Array.from({ length: 100 }, (_, nth) => born(nth))).size > 95);
});

test('dates of birth lie where those of customers mostly lie', () => {
  for (let client = 0; client < 1000; client++) {
    const fact = pseudoFact('date_of_birth', streamOf(client), lists);
    assert.ok(fact?.kind === 'date_of_birth');
    const { year } = civilDate(fact.day);
    assert.ok(year >= 1925 && year < 2008, String(year));
  }
});

test('what is taken from a list comes from the one of the operator that has the name of the kind', () => {
  const cities = Array.from({ length: 50 }, (_, nth) => pseudoFact('city', streamOf(nth), lists));
  assert.deepEqual(
    new Set(cities.map((fact) => (fact?.kind === 'city' ? fact.value : null))),
    new Set(CITIES.values),
  );
  assert.equal(pseudoFact('street', streamOf(1), lists), null);
});

test('a value of a list is as common among facts of nobody as the operator says it is among clients', () => {
  const among = { values: ['Puebla', 'Tepic', 'Colima'], popularity: [60, 30, 10] };
  const drawn = Array.from({ length: 10_000 }, (_, nth) => {
    const fact = pseudoFact('city', streamOf(nth), new Map([['city', among]]));
    return fact?.kind === 'city' ? fact.value : '';
  });
  const shares = among.values.map((value) => drawn.filter((each) => each === value).length / drawn.length);
  for (const [nth, share] of shares.entries()) {
    assert.ok(Math.abs(share - (among.popularity[nth] ?? 0) / 100) < 0.015, String(shares));
  }
});

test('what needs words or a currency of its own is not made up', () => {
  const none = FACT_KINDS.filter((kind) => pseudoFact(kind, streamOf(1), lists) === null);
  assert.deepEqual(none, ['postal_code', 'street', 'choice', 'amount', 'text']);
});
