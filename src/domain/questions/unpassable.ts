import { toBase64url } from '../../kernel/bytes.ts';
import type { Question } from './question.ts';

/** As many bytes as the form value of an option has: the sealed question is no longer than any other. */
const ANSWER_BYTES = 9;
/** What no typed answer holds once it is folded; more of it than slips are forgiven. */
const NEVER_TYPED = '\u0000\u0000\u0000';

/**
 * A question that nobody can answer rightly, and that shows the same as before: its answer is none of its options, and
 * nothing that can be typed. It is compared with what is sent as any other.
 * @param random bytes of a cryptographic generator.
 */
export function unpassable(question: Question, random: (size: number) => Uint8Array): Question {
  if (question.entry === 'typed') {
    return { ...question, accepts: question.accepts.map((accepted) => `${NEVER_TYPED}${accepted}`) };
  }
  const answer = toBase64url(random(ANSWER_BYTES));
  const isOffered = question.options.some(({ value }) => value === answer);
  return isOffered ? unpassable(question, random) : { ...question, answer };
}
