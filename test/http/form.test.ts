import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseForm } from '../../src/http/form.ts';

test('every value of a field is seen, in order', () => {
  assert.deepEqual(
    [...parseForm('q1=a&q2=b&q1=c&q1=')],
    [
      ['q1', ['a', 'c', '']],
      ['q2', ['b']],
    ],
  );
});

test('a body without fields is a form without fields', () => {
  assert.equal(parseForm('').size, 0);
  assert.equal(parseForm('&&').size, 0);
});

test('names that mean something to JavaScript are fields like others', () => {
  assert.deepEqual(
    [...parseForm('__proto__=a&constructor=b&__proto__=c')],
    [
      ['__proto__', ['a', 'c']],
      ['constructor', ['b']],
    ],
  );
});

test('no text is refused, and what a browser encodes comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      parseForm(value);
      const body = new URLSearchParams([['q1', value]]).toString();
      assert.deepEqual(parseForm(body).get('q1'), [value.toWellFormed()]);
    }),
    { seed: 3 },
  );
});
