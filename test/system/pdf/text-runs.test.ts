import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fontFinder } from '../../../src/system/pdf/font-slices.ts';
import { directionOf, textRuns } from '../../../src/system/pdf/text-runs.ts';

const font = fontFinder();

/** What stands from left to right, each piece as it is read, with an arrow where that is from right to left. */
const shown = (line: string): readonly string[] =>
  textRuns(line, directionOf(line), 400, font).map(
    ({ text, isRightToLeft }) => `${isRightToLeft ? '←' : ''}${text}`,
  );

const familyOf = (character: string): string => font(character, 400).name;

test('a number in an Arabic sentence stands where a reader looks for it, its digits in order', () => {
  const runs = shown('رمز التحقق 123456 صالح لمدة 5 دقائق');
  assert.ok(runs.indexOf('123456') > runs.indexOf('5'), runs.join('|'));
  assert.deepEqual(
    runs.filter((run) => /\d/.test(run)),
    ['5', '123456'],
  );
  assert.match(runs.at(-1) ?? '', /رمز/);
  assert.match(runs[0] ?? '', /دقائق/);
});

test('digits of Arabic and Persian are turned for the one who draws, and so stand in order', () => {
  for (const [line, digits] of [
    ['دفع ١٢٣٫٤٥ إلى محمد', '١٢٣٫٤٥'],
    ['۱۲۳ تومان', '۱۲۳'],
  ] as const) {
    const number = textRuns(line, 'rtl', 400, font).find(({ text }) => /[١۱]/u.test(text));
    assert.equal(number?.text, [...digits].reverse().join(''));
  }
});

test('an Arabic name in a Latin sentence is read from right to left, the sentence from left to right', () => {
  const runs = shown('Recipient أحمد علي and 张伟 (5)');
  assert.equal(directionOf('Recipient أحمد علي and 张伟 (5)'), 'ltr');
  assert.match(runs[0] ?? '', /^Recipient/);
  const name = runs.filter((run) => run.startsWith('←')).join('');
  assert.ok(name.indexOf('علي') < name.indexOf('أحمد'), name);
  assert.match(runs.at(-1) ?? '', /\(5\)$/);
});

test('a bracket in a sentence from right to left is turned around', () => {
  const drawn = textRuns('اسم (ثان)، (1)', 'rtl', 400, font);
  const fromLeft = drawn.map(({ text, isRightToLeft }) =>
    isRightToLeft ? [...text].reverse().join('') : text,
  );
  assert.equal(fromLeft.join(''), '(1) ،(ناث) مسا');
});

test('every script has its font, and marks stay with their letters', () => {
  assert.equal(familyOf('A'), 'noto-sans-latin-400');
  assert.equal(familyOf('ı'), 'noto-sans-latin-400');
  assert.equal(familyOf('ş'), 'noto-sans-latin-ext-400');
  assert.equal(familyOf('Ж'), 'noto-sans-cyrillic-400');
  assert.equal(familyOf('Ω'), 'noto-sans-greek-400');
  assert.equal(familyOf('ệ'), 'noto-sans-vietnamese-400');
  assert.equal(familyOf('क'), 'noto-sans-devanagari-400');
  assert.equal(familyOf('ع'), 'noto-sans-arabic-arabic-400');
  assert.match(familyOf('张'), /^noto-sans-sc-\d+$/);
  assert.match(familyOf('。'), /^noto-sans-sc-\d+$/);
  assert.match(familyOf('あ'), /^noto-sans-sc-\d+$/);
  for (const word of ['क्षत्रिय', 'प्रिया', 'e\u0301']) {
    const runs = textRuns(word, 'ltr', 400, font);
    assert.deepEqual(
      runs.map(({ text }) => text),
      [word],
    );
  }
});

test('nothing of a line is lost or doubled, whatever it holds', () => {
  const lines = [
    '',
    ' ',
    '👩‍👩‍👧‍👦 family',
    'a\u202eb\u202cc',
    'עברית and العربية 12',
    '𠀀 rare',
    'x'.repeat(500),
    '\ud800 half',
  ];
  for (const line of lines) {
    const letters = (text: string) => [...text].sort().join('');
    const drawn = textRuns(line, directionOf(line), 700, font)
      .map(({ text }) => text)
      .join('');
    assert.equal(letters(drawn), letters(line), line);
  }
});
