import type {
  ChoiceQuestion,
  Option,
  OptionContent,
  QuestionKind,
} from '../../src/domain/questions/question.ts';
import { toBase64url } from '../../src/kernel/bytes.ts';
import { civilDate } from '../../src/kernel/calendar.ts';
import type { KeyedStream } from '../../src/kernel/keyed-stream.ts';

/*
 * The control: how the reference draws its options, written anew from what was measured of it, so that the same
 * attacks can show on it what they are worth. Fresh decoys for every page: for a date, days around the true one; for
 * a sum, numbers from 2 to 12, although true sums go up to 43. On every other page "none of these" takes the place
 * of one of the five, whichever it is.
 */

const OPTIONS = 5;
/** Days on either side of the true date from which decoys are taken. */
const DECOY_DAYS = 3650;
const LARGEST_DECOY_SUM = 12;
const SMALLEST_SUM = 2;

export function referenceQuestion(kind: QuestionKind, birth: number, chance: KeyedStream): ChoiceQuestion {
  const { month, day } = civilDate(birth);
  const truth = kind === 'date_of_birth' ? birth : month + day;
  const values = [truth];
  while (values.length < OPTIONS) {
    const decoy =
      kind === 'date_of_birth'
        ? birth - DECOY_DAYS + chance.below(2 * DECOY_DAYS + 1)
        : SMALLEST_SUM + chance.below(LARGEST_DECOY_SUM - SMALLEST_SUM + 1);
    if (!values.includes(decoy)) values.push(decoy);
  }
  chance.shuffle(values);
  const replaced = chance.below(2) === 0 ? chance.below(OPTIONS) : null;
  const options = values.map(
    (value, place): Option => ({
      value: toBase64url(Uint8Array.of(place)),
      content: place === replaced ? { type: 'none_of_these' } : contentFor(kind, value),
    }),
  );
  const answer = options[values.indexOf(truth)]?.value ?? '';
  return { entry: 'choice', kind, fact: 'date_of_birth', wording: null, on: null, options, answer };
}

const contentFor = (kind: QuestionKind, value: number): OptionContent =>
  kind === 'date_of_birth' ? { type: 'date', day: value } : { type: 'number', value };
