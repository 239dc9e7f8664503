import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { inline, SCRIPT, STYLE } from '../../src/pages/assets.ts';

test('a source is the SHA-256 of exactly the text between the tags', () => {
  const expected = createHash('sha256').update('alert(1)').digest('base64');
  assert.equal(inline('alert(1)').source, `'sha256-${expected}'`);
});

test('neither comments nor indentation of style and script reach the page', () => {
  assert.doesNotMatch(STYLE.text, /\/\*|\n| {2}/);
  assert.doesNotMatch(SCRIPT.text, /^\s|^\/\//m);
});

test('neither can end its element before its end', () => {
  assert.doesNotMatch(STYLE.text + SCRIPT.text, /<\/|<!--/);
});
