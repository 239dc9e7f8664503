import type { AskedChoice, ChoiceQuestion, OptionContent } from '../../src/domain/questions/question.ts';
import type { KeyedStream } from '../../src/kernel/keyed-stream.ts';

/** What an attacker has before them when they choose: the last page, and those that the same client got before it. */
export type Sight = {
  readonly page: AskedChoice;
  /** Oldest first. */
  readonly earlier: readonly AskedChoice[];
  /** The options that show a value, by their place on the page, in ascending order of value. */
  readonly ranked: readonly number[];
  /** The value that each option shows, a day number or a number; null for "none of these". */
  readonly values: readonly (number | null)[];
};

/** A way to choose: answers the place on the page of the option it takes, 0 being the first. */
export type Attack = {
  readonly name: string;
  readonly choose: (sight: Sight, chance: KeyedStream) => number;
  /** Where it learns: told which place was right, after it chose. */
  readonly learn?: (sight: Sight, right: number) => void;
};

/** One client's pages as an attacker sees them, and the place of the option that is right on the last. */
export type Solved = { readonly sight: Sight; readonly right: number };

/** @param earlier oldest first. */
export function solved(page: ChoiceQuestion, earlier: readonly ChoiceQuestion[] = []): Solved {
  const values = page.options.map(({ content }) => shownValue(content));
  const shown = values.flatMap((value, place) => (value === null ? [] : [{ value, place }]));
  const ranked = shown.sort((a, b) => a.value - b.value).map(({ place }) => place);
  const right = page.options.findIndex(({ value }) => value === page.answer);
  return { sight: { page, earlier, ranked, values }, right };
}

export function shownValue(content: OptionContent): number | null {
  switch (content.type) {
    case 'date':
      return content.day;
    case 'number':
      return content.value;
    case 'year':
      return content.year;
    case 'month':
      return content.month;
    case 'ending':
      return Number(content.text.replace(/\D/g, ''));
    case 'amount':
      return content.from;
    case 'text':
      return valueOfText(content.text);
    case 'none_of_these':
      return null;
  }
}

/** The place whose score is highest, among those that have one; ties go to chance. The last place where none has one. */
export function highest(scores: readonly (number | null)[], chance: KeyedStream): number {
  let best: number[] = [];
  let top = Number.NEGATIVE_INFINITY;
  for (const [place, score] of scores.entries()) {
    if (score === null || score < top) continue;
    if (score > top) best = [];
    top = score;
    best.push(place);
  }
  return best[chance.below(Math.max(best.length, 1))] ?? scores.length - 1;
}

/** Any number that is the same for the same text, and for no two of one page: texts in the order of their first letters. */
function valueOfText(text: string): number {
  let value = 0;
  for (let at = 0; at < 6; at++) value = value * 256 + (text.charCodeAt(at) || 0);
  return value;
}
