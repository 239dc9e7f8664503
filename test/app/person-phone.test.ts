import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maskPhone } from '../../src/app/person-phone.ts';

test('a number keeps its country code and its last four digits', () => {
  for (const [phone, masked] of [
    ['+5215512345678', '+52 ** **** 5678'],
    ['5215512345678', '+52 ** **** 5678'],
    ['+52 55 1234 5678', '+52 ** **** 5678'],
    ['0052 55-1234-5678', '+52 ** **** 5678'],
    ['+1 (555) 123-4567', '+1 ** **** 4567'],
    ['15551234567', '+1 ** **** 4567'],
    ['+7 912 345-67-89', '+7 ** **** 6789'],
    ['+33 6 12 34 56 78', '+33 * **** 5678'],
    ['+20 100 123 4567', '+20 ** **** 4567'],
    ['+91 98765 43210', '+91 ** **** 3210'],
    ['+971 50 123 4567', '+971 * **** 4567'],
    ['+852 5123 4567', '+852 **** 4567'],
    ['+886 912 345 678', '+886 * **** 5678'],
    ['+55 11 91234-5678', '+55 *** **** 5678'],
    ['+86 138 0013 8000', '+86 *** **** 8000'],
    ['+354 123 4567', '+354 *** 4567'],
    ['+354 12345', null],
  ] as const) {
    assert.equal(maskPhone(phone), masked, phone);
  }
});

test('no country is made up for a number that names none', () => {
  assert.equal(maskPhone('55 1234 5678'), '** **** 5678');
  assert.equal(maskPhone('055 1234 5678'), '*** **** 5678');
  assert.equal(maskPhone('12345678'), '**** 5678');
});

test('what is no telephone number is not shown at all', () => {
  for (const text of [
    '',
    '1234567',
    'ana@example.test',
    '1'.repeat(16),
    'no number 12',
    '+',
    'x'.repeat(5000),
  ]) {
    assert.equal(maskPhone(text), null, text.slice(0, 20));
  }
});

test('whatever comes, at least three digits are hidden, and no more shown than seven', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[+0-9 ()-]{0,30}$/), (text) => {
      const masked = maskPhone(text);
      if (masked === null) return;
      assert.match(masked, /^(?:\+\d{1,3} )?[* ]*\*[* ]*\d{4}$/);
      assert.ok((masked.match(/\*/g) ?? []).length >= 3);
    }),
    { seed: 5 },
  );
});
