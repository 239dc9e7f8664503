import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Weight = 400 | 700;

/** A font file with some of the characters of a family. */
export type FontSlice = { readonly name: string; readonly path: string };

type Range = readonly [first: number, last: number];
type RangedSlice = FontSlice & { readonly ranges: readonly Range[] };

const require = createRequire(import.meta.url);

/** Which slices of a package serve, in the order in which they are asked: of two that have a character the first one does. */
const PACKAGES = [
  {
    name: 'noto-sans',
    slices: [
      'latin',
      'latin-ext',
      'vietnamese',
      'cyrillic',
      'cyrillic-ext',
      'greek',
      'greek-ext',
      'devanagari',
    ],
  },
  { name: 'noto-sans-arabic', slices: ['arabic'] },
] as const;

const CHINESE = fileURLToPath(new URL('./fonts/noto-sans-sc/', import.meta.url));

/** Finds the font that has a character; where none has it, the first, which shows a box. */
export type FontFinder = (character: string, weight: Weight) => FontSlice;

/** Reads which characters the fonts have. Costs some milliseconds: once for a document. */
export function fontFinder(): FontFinder {
  const byWeight: Readonly<Record<Weight, readonly RangedSlice[]>> = {
    400: [...packaged(400), ...chinese()],
    // Of Chinese there is one weight.
    700: [...packaged(700), ...chinese()],
  };
  const known = new Map<string, FontSlice>();
  return (character, weight) => {
    const key = `${weight} ${character}`;
    const found = known.get(key) ?? sliceWith(byWeight[weight], character);
    known.set(key, found);
    return found;
  };
}

function sliceWith(slices: readonly RangedSlice[], character: string): FontSlice {
  const code = character.codePointAt(0) ?? 0;
  const found =
    slices.find(({ ranges }) => ranges.some(([first, last]) => first <= code && code <= last)) ?? slices[0];
  if (found === undefined) throw new Error('no font was found');
  return found;
}

const packaged = (weight: Weight): readonly RangedSlice[] =>
  PACKAGES.flatMap(({ name, slices }) => {
    const directory = dirname(require.resolve(`@fontsource/${name}/package.json`));
    const ranges = rangesIn(join(directory, 'unicode.json'));
    return slices.map((slice) => ({
      name: `${name}-${slice}-${weight}`,
      path: join(directory, 'files', `${name}-${slice}-${weight}-normal.woff`),
      ranges: ranges.get(slice) ?? [],
    }));
  });

const chinese = (): readonly RangedSlice[] =>
  [...rangesIn(join(CHINESE, 'unicode-ranges.json'))].map(([slice, ranges]) => ({
    name: `noto-sans-sc-${slice}`,
    path: join(CHINESE, `${slice}.woff`),
    ranges,
  }));

function rangesIn(path: string): ReadonlyMap<string, readonly Range[]> {
  // A file of the package, or of ours: names of slices, and their ranges as CSS writes them.
  const slices = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, string>>;
  return new Map(Object.entries(slices).map(([slice, text]) => [slice, text.split(',').map(rangeOf)]));
}

function rangeOf(text: string): Range {
  const [first = '', last = first] = text.trim().replace(/^U\+/i, '').split('-');
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}
