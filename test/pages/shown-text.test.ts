import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isolated, shownText } from '../../src/pages/shown-text.ts';

const UNSEEN = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/u;

test('an honest text is shown as it is, in any script', () => {
  for (const text of [
    'See the balance of your vault',
    'Año nuevo 🎉',
    'رصيد الخزنة',
    '余额',
    'नमस्ते',
    '👩‍👩‍👧‍👦',
  ]) {
    assert.equal(shownText(text), text);
  }
});

test('overrides and marks of direction are taken out', () => {
  assert.equal(shownText('pay \u202E001$\u202C \u2066now\u2069\u200F'), 'pay 001$ now');
});

test('a text of many lines becomes one line', () => {
  assert.equal(shownText('  one\r\n\ttwo\u2028three  '), 'one two three');
});

test('a text in which nothing can be seen is none', () => {
  for (const text of [null, '', ' \n', '\u202E\u200B\u0000']) assert.equal(shownText(text), null);
});

test('ten thousand characters are cut to two hundred and an ellipsis', () => {
  const shown = shownText('a '.repeat(5000)) ?? '';
  assert.equal(shown.length, 200);
  assert.ok(shown.endsWith('a…'));
  assert.equal(shownText('b'.repeat(200)), 'b'.repeat(200));
  assert.equal(shownText('b'.repeat(201)), `${'b'.repeat(200)}…`);
});

test('a cut never falls within what people see as one character', () => {
  const family = '👩🏽‍👩🏽‍👧🏽‍👦🏽';
  assert.equal(shownText(family.repeat(300)), `${family.repeat(200)}…`);
});

test('one letter under a thousand marks is shown as the letter', () => {
  assert.equal(shownText(`a${'\u0301'.repeat(1000)}b`), 'ab');
});

test('half a surrogate pair becomes the replacement character', () => {
  assert.equal(shownText('a\uD83Db'), 'a\uFFFDb');
});

test('whatever comes, what is shown is short, well formed and free of unseen characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000, size: 'max' }), (text) => {
      const shown = shownText(text);
      if (shown === null) return;
      assert.ok(shown.isWellFormed());
      assert.ok(shown.length <= 200 * 32 + 1);
      assert.doesNotMatch(shown, UNSEEN);
      assert.equal(shown, shown.trim());
    }),
    { seed: 11 },
  );
});

test('a text within a sentence stands between a first strong isolate and its end', () => {
  assert.equal(isolated('بنك'), '\u2068بنك\u2069');
});
