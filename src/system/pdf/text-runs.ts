import bidiFactory from 'bidi-js';
import type { FontFinder, FontSlice, Weight } from './font-slices.ts';

/** A piece of a line that is drawn at once: one font, one direction, its characters in the order in which they are read. */
export type TextRun = {
  readonly text: string;
  readonly font: FontSlice;
  readonly isRightToLeft: boolean;
};

type CollectedRun = { readonly text: string[]; readonly font: FontSlice; readonly isRightToLeft: boolean };

const bidi = bidiFactory();

/**
 * The pieces of one line from left to right, as the Unicode Bidirectional Algorithm (UAX 9) orders them: Arabic within
 * Latin, and numbers within Arabic, stand where a reader looks for them.
 */
export function textRuns(
  line: string,
  direction: 'ltr' | 'rtl',
  weight: Weight,
  font: FontFinder,
): readonly TextRun[] {
  const levels = bidi.getEmbeddingLevels(line, direction);
  const mirrored = bidi.getMirroredCharactersMap(line, levels.levels);
  const characters = charactersOf(line);
  const order = visualOrder(line, levels);
  const runs: CollectedRun[] = [];
  for (const unit of order) {
    const character = characters.get(unit);
    // The second half of a pair is drawn with its first.
    if (character === undefined) continue;
    const isRightToLeft = ((levels.levels[unit] ?? 0) & 1) === 1;
    const last = runs.at(-1);
    const its = stays(character) && last !== undefined ? last.font : font(character, weight);
    const shown = mirrored.get(unit) ?? character;
    if (last !== undefined && last.isRightToLeft === isRightToLeft && last.font.name === its.name) {
      if (isRightToLeft) last.text.unshift(shown);
      else last.text.push(shown);
    } else {
      runs.push({ text: [shown], font: its, isRightToLeft });
    }
  }
  return runs.map(asDrawn);
}

/**
 * Who draws turns a piece around where its first letter or digit is of a script that is read from right to left, and
 * nothing else: brackets alone are turned here, and digits of Arabic, which are read from left to right, are turned back.
 */
function asDrawn({ text, font, isRightToLeft }: CollectedRun): TextRun {
  const isTurned = text.some((character) => TURNED.test(character));
  return isTurned === isRightToLeft
    ? { text: text.join(''), font, isRightToLeft }
    : { text: text.toReversed().join(''), font, isRightToLeft: false };
}

/** The digits of Arabic and Persian belong to several scripts by now, but not for the one who draws. */
const TURNED = /[\p{Script=Arabic}\p{Script=Hebrew}\u0660-\u0669\u06f0-\u06f9]/u;

/** The direction of a text's first letter that has one. */
export const directionOf = (text: string): 'ltr' | 'rtl' =>
  bidi.getEmbeddingLevels(text, 'auto').paragraphs[0]?.level === 1 ? 'rtl' : 'ltr';

/** Marks belong to the letter before them, and joiners to both sides: no font changes there. */
const stays = (character: string): boolean => /[\p{M}\u200c\u200d]/u.test(character);

/** Each character by the place of its first UTF-16 unit. */
function charactersOf(line: string): ReadonlyMap<number, string> {
  const characters = new Map<number, string>();
  let place = 0;
  for (const character of line) {
    characters.set(place, character);
    place += character.length;
  }
  return characters;
}

function visualOrder(line: string, levels: ReturnType<typeof bidi.getEmbeddingLevels>): readonly number[] {
  const order = Array.from({ length: line.length }, (_, place) => place);
  for (const [first, last] of bidi.getReorderSegments(line, levels)) {
    const reversed = order.slice(first, last + 1).reverse();
    for (const [place, unit] of reversed.entries()) order[first + place] = unit;
  }
  return order;
}
