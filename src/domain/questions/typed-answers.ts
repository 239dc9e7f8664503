import { parseIsoDate } from '../../kernel/calendar.ts';
import { equalInConstantTime } from '../../kernel/constant-time.ts';
import { unreachable } from '../../kernel/result.ts';
import { foldDigits, foldedCode, foldedText } from '../facts/folding.ts';
import { differsByOneEditAtMost } from './one-edit.ts';
import type { TypedQuestion } from './question.ts';

const LONGEST_ANSWER = 200;
/** Letters of a word in which a slip of the finger is forgiven. */
const FORGIVEN_FROM = 5;

type Form = Pick<TypedQuestion, 'form' | 'length'>;

/** A typed answer as it is compared, or null where it does not have the form that the question asks for. */
export function readTyped({ form, length }: Form, typed: string): string | null {
  if (typed.length > LONGEST_ANSWER) return null;
  switch (form) {
    case 'date':
      return readDate(typed);
    case 'digits': {
      const digits = foldDigits(typed.normalize('NFKC')).replace(/[\s./-]/g, '');
      return /^\d+$/.test(digits) && (length === null || digits.length === length) ? digits : null;
    }
    case 'text': {
      const text = foldedText(typed);
      const characters = [...foldedCode(text)].length;
      return characters > 0 && (length === null || characters === length) ? text : null;
    }
    default:
      return unreachable(form);
  }
}

/** `YYYY-MM-DD` or any digits of a real date in that order; a month or a day may have one digit. */
function readDate(typed: string): string | null {
  const text = foldDigits(typed.normalize('NFKC')).trim();
  const [, year, month = '', day = ''] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  if (year === undefined) return null;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return parseIsoDate(iso) === null ? null : iso;
}

/**
 * Whether an answer is one of those accepted. Each of them is compared in both ways, whichever fits first, so that the
 * time it takes tells nothing but how long the texts are.
 * @param answer as `readTyped` gives it.
 */
export function isAccepted({ accepts, forgives }: TypedQuestion, answer: string): boolean {
  let right = false;
  for (const accepted of accepts) {
    const same = equalInConstantTime(answer.replaceAll(' ', ''), accepted.replaceAll(' ', ''));
    const near = forgives === 1 && wordsAreNear(answer, accepted);
    right = same || near || right;
  }
  return right;
}

function wordsAreNear(answer: string, accepted: string): boolean {
  const [mine, theirs] = [answer.split(' '), accepted.split(' ')];
  let near = mine.length === theirs.length;
  for (const [nth, word] of theirs.entries()) {
    const same = equalInConstantTime(mine[nth] ?? '', word);
    const slip = differsByOneEditAtMost(mine[nth] ?? '', word) && isLongWord(word);
    near = (same || slip) && near;
  }
  return near;
}

/** Digits are no letters: a number with a slip in it is another number. */
const isLongWord = (word: string): boolean =>
  /^[\p{L}\p{M}]+$/u.test(word) && [...word].length >= FORGIVEN_FROM;
