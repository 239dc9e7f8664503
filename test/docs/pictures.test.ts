import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DESK_PICTURES } from '../../scripts/desk-pictures.ts';
import { MOVES } from '../browser/moves.ts';
import { STATES } from '../pages/every-state.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'pictures', 'pages');

test('there is a picture of every state, in two languages, by light and in the dark, and of nothing else', () => {
  const wanted = [...Object.keys(STATES), ...Object.keys(MOVES)].flatMap((name) =>
    ['en', 'ar'].flatMap((language) => ['light', 'dark'].map((theme) => `${name}-${language}-${theme}.webp`)),
  );
  const there = readdirSync(FOLDER).filter((name) => name.endsWith('.webp'));
  assert.deepEqual(there.toSorted(), wanted.toSorted(), 'take them anew: npm run pictures');
});

test('the pictures are small', () => {
  const sizes = readdirSync(FOLDER).map((name) => statSync(join(FOLDER, name)).size);
  assert.ok(Math.max(...sizes) < 60_000);
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 2_500_000);
});

test('there is every picture of the desk, and no other, and none is large', () => {
  const folder = join(FOLDER, '..', 'desk');
  const there = readdirSync(folder);
  const wanted = Object.keys(DESK_PICTURES).map((name) => `${name}.webp`);
  assert.deepEqual(there.toSorted(), wanted.toSorted(), 'take them anew: npm run pictures desk');
  assert.ok(Math.max(...there.map((name) => statSync(join(folder, name)).size)) < 60_000);
});
