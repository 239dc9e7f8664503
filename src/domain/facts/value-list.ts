import { err, ok, type Result } from '../../kernel/result.ts';
import { foldedText } from './folding.ts';

/** Values that a fact may have, as an operator or a bot lists them: the commonest first, those alike in order of text. */
export type ValueList = {
  readonly values: readonly string[];
  /** How common each value is, in any unit; null: all alike. */
  readonly popularity: readonly number[] | null;
};

export const LONGEST_VALUE = 200;

/**
 * Puts a list into its one order, so that blocks do not depend on how it was written.
 * @param popularity for each value a number above 0, in any unit; null: all alike.
 * @returns the list, or what it must be, as the end of a sentence.
 */
export function valueList(
  values: readonly string[],
  popularity: readonly number[] | null,
): Result<ValueList, string> {
  if (values.some((value) => foldedText(value) === '' || value.length > LONGEST_VALUE)) {
    return err(`of texts of 1 to ${LONGEST_VALUE} characters, with a letter or a digit in each`);
  }
  if (new Set(values.map(foldedText)).size < values.length) return err('without two values that read alike');
  if (popularity !== null && !isPopularity(popularity, values.length)) {
    return err('with a popularity above 0 for each value, or for none');
  }
  const order = values.map((_, nth) => nth);
  const common = (nth: number): number => popularity?.[nth] ?? 0;
  order.sort((a, b) => common(b) - common(a) || byText(values[a] ?? '', values[b] ?? ''));
  return ok({
    values: order.map((nth) => values[nth] ?? ''),
    popularity: popularity === null ? null : order.map(common),
  });
}

const isPopularity = (popularity: readonly number[], count: number): boolean =>
  popularity.length === count && popularity.every((each) => Number.isFinite(each) && each > 0);

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

/** The place of a value in its list, written in any case, with or without accents; -1 where it is not there. */
export const placeInList = ({ values }: ValueList, value: string): number => {
  const folded = foldedText(value);
  return values.findIndex((each) => each === value || foldedText(each) === folded);
};
