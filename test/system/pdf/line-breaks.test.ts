import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenLines } from '../../../src/system/pdf/line-breaks.ts';

const lengthOf = (text: string): number => [...text].length;
const broken = (text: string, width: number) => brokenLines(text, width, lengthOf);

test('words are kept whole, and no line begins or ends in space', () => {
  assert.deepEqual(broken('one two  three four', 9), ['one two', 'three', 'four']);
  assert.deepEqual(broken('  one  ', 9), ['one']);
  assert.deepEqual(broken('one\ntwo', 9), ['one two']);
});

test('what is longer than a line is broken between characters', () => {
  assert.deepEqual(broken('abcdefghij', 4), ['abcd', 'efgh', 'ij']);
  assert.deepEqual(broken('a bcdefg', 4), ['a', 'bcde', 'fg']);
  assert.deepEqual(broken('e\u0301e\u0301e\u0301', 4), ['e\u0301e\u0301', 'e\u0301']);
});

test('Chinese is broken between any two characters, and beside Latin', () => {
  assert.deepEqual(broken('确认向张伟转账', 3), ['确认向', '张伟转', '账']);
  assert.deepEqual(broken('向Zhang转账', 6), ['向Zhang', '转账']);
});

test('nothing is one empty line', () => {
  assert.deepEqual(broken('', 5), ['']);
  assert.deepEqual(broken('   ', 5), ['']);
});
