import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Colour, contrast, mixed, parseColour } from '../../src/kernel/contrast.ts';

const colours = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value): Colour => `#${value.toString(16).padStart(6, '0')}`);

test('contrast is what the examples of WCAG say', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(contrast('#123456', '#123456'), 1);
  // https://www.w3.org/WAI/WCAG22/Techniques/general/G18 names #767676 as the lightest grey that passes on white.
  assert.equal(contrast('#767676', '#ffffff').toFixed(2), '4.54');
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
});

test('contrast is between 1 and 21, whichever colour comes first', () => {
  fc.assert(
    fc.property(colours, colours, (one, other) => {
      const ratio = contrast(one, other);
      assert.ok(ratio >= 1 && ratio <= 21);
      assert.equal(ratio, contrast(other, one));
    }),
    { seed: 3 },
  );
});

test('a mixture goes from the one to the other', () => {
  assert.equal(mixed('#102030', '#ffffff', 0), '#102030');
  assert.equal(mixed('#102030', '#ffffff', 1), '#ffffff');
  assert.equal(mixed('#000000', '#ff0204', 0.5), '#800102');
});

test('only # and six hexadecimal digits are a colour', () => {
  assert.equal(parseColour('#A1b2C3'), '#a1b2c3');
  for (const text of ['', '#abc', 'a1b2c3', '#a1b2c3d4', '#a1b2cg', ' #a1b2c3'])
    assert.equal(parseColour(text), null);
});
