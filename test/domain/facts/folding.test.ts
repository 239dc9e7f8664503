import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldDigits, foldedCode, foldedText } from '../../../src/domain/facts/folding.ts';

test('case, accents, spaces and signs do not count', () => {
  const alike = ['San Luis Potosí', '  san  LUIS–potosi. ', 'SAN LUIS POTOSÍ', 'san luis potosi\u0301'];
  for (const text of alike) assert.equal(foldedText(text), 'san luis potosi');
  assert.equal(foldedText('Straße'), foldedText('STRASSE'));
  assert.equal(foldedText('Łódź'), 'łodz');
});

test('letters that are no accents stay: other words stay other words', () => {
  assert.notEqual(foldedText('दिल'), foldedText('दल'));
  assert.notEqual(foldedText('か'), foldedText('き'));
  assert.equal(foldedText('مُحَمَّد'), foldedText('محمد'));
});

test('digits of every script are digits', () => {
  for (const text of ['٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '०१२३४५६७८९', '０１２３４５６７８９', '𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡']) {
    assert.equal(foldDigits(text.normalize('NFKC')), '0123456789');
  }
});

test('a code has no spaces, and what has no letter or digit is nothing', () => {
  assert.equal(foldedCode(' 06 600 '), '06600');
  for (const text of ['', '  ', '—', '😀']) assert.equal(foldedText(text), '');
});
