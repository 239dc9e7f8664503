import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Look } from '../../src/app/channel.ts';
import { type Colour, contrast } from '../../src/kernel/contrast.ts';
import { accentStyle, READABLE, SURFACES } from '../../src/pages/accent.ts';

const CSS = readFileSync(new URL('../../src/pages/colours.css', import.meta.url), 'utf8');

const lookWith = (accent: Colour | null): Look => ({ accent, logo: null, words: new Map() });

/** What the style sets, in the light and in the dark. */
function schemes(accent: Colour): readonly Readonly<Record<string, Colour>>[] {
  const text = accentStyle(lookWith(accent))?.text ?? '';
  return text
    .split('@media(prefers-color-scheme:dark)')
    .map((part) =>
      Object.fromEntries(
        [...part.matchAll(/--([a-z-]+):(#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
      ),
    );
}

test('the surfaces that an accent is chosen for are those of the page', () => {
  const [light, dark] = CSS.split('prefers-color-scheme: dark');
  assert.match(light ?? '', new RegExp(`--surface: ${SURFACES.light};`));
  assert.match(dark ?? '', new RegExp(`--surface: ${SURFACES.dark};`));
});

test('an accent that is dark enough for white paper can be read, and written on, in both themes', () => {
  const accents = fc
    .integer({ min: 0, max: 0xffffff })
    .map((value): Colour => `#${value.toString(16).padStart(6, '0')}`)
    .filter((colour) => contrast(colour, SURFACES.light) >= READABLE);
  fc.assert(
    fc.property(accents, (accent) => {
      const [light = {}, dark = {}] = schemes(accent);
      assert.equal(light['accent'], accent);
      for (const [scheme, surface, ink] of [
        [light, SURFACES.light, '#13201b'],
        [dark, SURFACES.dark, '#e9f0ec'],
      ] as const) {
        const { accent: shown = surface, 'on-accent': on = surface, tint = surface } = scheme;
        assert.ok(contrast(shown, surface) >= READABLE, shown);
        assert.ok(contrast(on, shown) >= READABLE, `${on} on ${shown}`);
        assert.ok(contrast(ink, tint) >= READABLE, tint);
      }
    }),
    { seed: 2, numRuns: 500 },
  );
});

test('the style of a look is made once, and a look without an accent has none', () => {
  const look = lookWith('#7a1f6b');
  assert.equal(accentStyle(look), accentStyle(look));
  assert.equal(accentStyle(lookWith(null)), null);
});
