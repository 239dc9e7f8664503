import { FACT_WORDS } from './fact-words.ts';
import type { Policy } from './policy.ts';

/** Whether one line of a standard is met, and why. */
export type Line = {
  readonly standard: 'NIST SP 800-63A-3' | 'OWASP ASVS 5.0' | 'WCAG 2.2';
  readonly line: string;
  /** What it asks for, in our words. */
  readonly asks: string;
  readonly met: boolean;
  readonly why: string;
};

/** Kinds of fact that never change, however long somebody lives. */
const FIXED = ['date_of_birth', 'national_id', 'year'];
/** Questions that ask for a sum or a difference. */
const ARITHMETIC = ['birth_month_plus_day', 'age_on_date'];
const LEAST_QUESTIONS = 4;
const LEAST_OPTIONS = 4;
const MOST_ATTEMPTS = 3;
const ADVISED_ATTEMPTS = 2;
const MOST_SECONDS = 120;
const MOST_FAILURES = 100;

/** The lines that speak of questions about what somebody knows, each with this policy's answer. */
export const conformance = (policy: Policy): readonly Line[] => [
  ...nist(policy),
  ...asvs(policy),
  ...wcag(policy),
];

/** Section 5.3.2, requirements 4 to 7: the last text of NIST's with figures for such questions. */
function nist(policy: Policy): readonly Line[] {
  const { questions, options, attempts, ttlSeconds, facts, typed } = policy;
  const line = (asks: string, met: boolean, why: string): Line => ({
    standard: 'NIST SP 800-63A-3',
    line: '5.3.2',
    asks,
    met,
    why,
  });
  const allTyped = facts.every((fact) => fact === 'text' || typed.includes(fact));
  const fixed = facts.filter((fact) => FIXED.includes(fact));
  const spare = facts.length - questions;
  return [
    line(
      'four questions at least, all of them to be answered right',
      questions >= LEAST_QUESTIONS,
      questions === 1 ? 'it asks one' : `it asks ${questions}, and all must be right`,
    ),
    line(
      'four options at least where there are options',
      allTyped || options >= LEAST_OPTIONS,
      allTyped ? 'every answer is typed' : `each question has ${options}`,
    ),
    line('answers should be typed', allTyped, allTyped ? 'they are' : 'some are chosen from options'),
    line('two attempts at the most, as advice', attempts <= ADVISED_ATTEMPTS, `it allows ${attempts}`),
    line('never more than three attempts', attempts <= MOST_ATTEMPTS, `it allows ${attempts}`),
    line(
      'after two minutes without an answer all begins anew, and that counts as a failed attempt',
      ttlSeconds <= MOST_SECONDS && policy.expiryIsFailure,
      `a link works for ${ttlSeconds} seconds, and what is not answered by then ${policy.expiryIsFailure ? 'counts' : 'does not count'} as a failure`,
    ),
    line(
      '"none of these" must not be right in most questions',
      true,
      policy.noneOfThese && !allTyped
        ? `it is right in one of ${options} questions, whatever the truth`
        : 'it is not offered',
    ),
    line(
      'other questions should come after a failure',
      spare > 0,
      spare > 0
        ? 'facts with fewer failures are asked first'
        : 'it has no other facts; another kind of question about the same fact may come, with the same options',
    ),
    line(
      'no question helps with another, now or later',
      true,
      'all questions about a fact show the same values, and no page says which answer was wrong',
    ),
    line(
      'no answer that never changes',
      fixed.length === 0,
      fixed.length === 0
        ? 'none of its facts is fixed for life'
        : `these never change: ${fixed.map((fact) => FACT_WORDS[fact]).join(', ')}`,
    ),
  ];
}

function asvs(policy: Policy): readonly Line[] {
  const { lockout, ttlSeconds } = policy;
  const line = (name: string, asks: string, met: boolean, why: string): Line => ({
    standard: 'OWASP ASVS 5.0',
    line: name,
    asks,
    met,
    why,
  });
  return [
    line(
      '6.3.1',
      'guessing is held up by limits',
      lockout.cap <= MOST_FAILURES,
      `failures lock the client, longer each time, and after ${lockout.cap} in a row only an operator lifts the lock`,
    ),
    line(
      '6.4.2',
      'no questions about what somebody knows as a way in',
      false,
      'that is what these are: use them beside the chat account that got the link, and never alone',
    ),
    line(
      '6.5.1',
      'a code sent to somebody works once',
      true,
      'the first complete answer that decides uses a link up',
    ),
    line(
      '6.5.5',
      'it works for ten minutes at most',
      ttlSeconds <= 600,
      `a link lives ${ttlSeconds} seconds unless the request says less or more, up to 600`,
    ),
  ];
}

function wcag({ facts, typed, questionKinds, ttlSeconds }: Policy): readonly Line[] {
  const line = (name: string, asks: string, met: boolean, why: string): Line => ({
    standard: 'WCAG 2.2',
    line: name,
    asks,
    met,
    why,
  });
  const asksBirth = facts.includes('date_of_birth') && !typed.includes('date_of_birth');
  const sums = asksBirth && (questionKinds ?? ARITHMETIC).some((kind) => ARITHMETIC.includes(kind));
  return [
    line(
      '2.2.1',
      'a time limit can be made longer, or is essential',
      true,
      `the ${ttlSeconds} seconds are announced before they run out, a request can give up to 600, and a link that stayed open would be no check`,
    ),
    line(
      '3.3.8',
      'nobody must remember or calculate to get in, unless there is another way',
      false,
      sums
        ? 'it asks people to remember, and in some questions to add or subtract: offer another way in the chat'
        : 'it asks people to remember what is theirs: offer another way in the chat',
    ),
  ];
}
