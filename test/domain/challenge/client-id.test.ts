import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalClientId } from '../../../src/domain/challenge/client-id.ts';

const SAME = [
  [
    'a telephone number however it is written',
    ['+52 55 1234 5678', '525512345678', '00525512345678', '52-55-1234-5678'],
  ],
  ['a Mexican number with and without its old mobile digit', ['5215512345678', '+525512345678']],
  ['an Argentine number with and without its old mobile digit', ['5491123456789', '541123456789']],
  ['an id in other case or with outer spaces', [' AbC-1 ', 'abc-1']],
  ['an id in compatibility forms', ['ａｂｃ１', 'abc1']],
] as const;

for (const [what, spellings] of SAME) {
  test(`one client: ${what}`, () => {
    assert.equal(new Set(spellings.map(canonicalClientId)).size, 1);
  });
}

test('ids that differ in more than spelling stay apart', () => {
  const ids = [
    'abc-1',
    'abc-2',
    'abc1',
    '525512345678',
    '525512345679',
    '12345',
    '12-345',
    'US.13491208655302741918',
  ];
  assert.equal(new Set(ids.map(canonicalClientId)).size, ids.length);
});

test('canonical ids stay as they are when made canonical again', () => {
  for (const id of SAME.flatMap(([, spellings]) => spellings)) {
    assert.equal(canonicalClientId(canonicalClientId(id)), canonicalClientId(id));
  }
});
