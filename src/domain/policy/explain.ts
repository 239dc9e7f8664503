import { conformance, type Line } from './conformance.ts';
import { FACT_WORDS } from './fact-words.ts';
import { type Guessing, guessing } from './guessing.ts';
import { lockSeconds } from './lockout.ts';
import { isTyped, type Policy } from './policy.ts';

/** What a policy means, for whoever has to answer for it. */
export type Explanation = {
  readonly policy: Policy;
  readonly guessing: Guessing;
  readonly lines: readonly Line[];
};

/** Explains and never decides: nothing in the service asks this. */
export const explain = (policy: Policy): Explanation => ({
  policy,
  guessing: guessing(policy),
  lines: conformance(policy),
});

/** The same in words, a paragraph or the item of a list each, without a line break. */
export const explainedInWords = ({ policy, guessing: odds, lines }: Explanation): readonly string[] => [
  `${policy.name}: ${whatItAsks(policy)}`,
  ...whatGuessersAchieve(policy, odds),
  whatIsNotCounted(policy),
  ...listOf(
    'Of what standards ask for, it does this:',
    lines.filter(({ met }) => met),
  ),
  ...listOf(
    'and not this:',
    lines.filter(({ met }) => !met),
  ),
];

function whatItAsks(policy: Policy): string {
  const { questions, options, noneOfThese, ttlSeconds, attempts } = policy;
  const facts = [...new Set(policy.facts)];
  const isChosen = facts.some((fact) => !isTyped(policy, fact));
  const choice = `${options} options to choose from${noneOfThese ? ', "none of these" among them' : ''}`;
  const about = facts.map((fact) => `${FACT_WORDS[fact]}${isTyped(policy, fact) ? ' (typed)' : ''}`);
  const first = questions === 1 ? 'the first' : `the first ${questions}`;
  const which = questions < facts.length ? `${first} of these that the request brings: ` : '';
  return (
    `${counted(questions, 'question')}${isChosen ? ` with ${choice}` : ', typed'}, about ${which}${about.join(', ')}. ` +
    `${questions === 1 ? '' : 'All must be answered right. '}` +
    `The link works for ${ttlSeconds} seconds and takes ${counted(attempts, 'answer')}.`
  );
}

function whatGuessersAchieve(policy: Policy, odds: Guessing): readonly string[] {
  const { lockout } = policy;
  const { triesUnderCap: tries, unlocks } = odds;
  const first =
    lockout.after < tries
      ? `the first lock, which comes after ${counted(lockout.after, 'wrong answer')} in a row and lasts ${time(lockSeconds(lockout, 1))}`
      : null;
  const locks = odds.expectedDays * DAY_SECONDS;
  const isEverythingAsked = new Set(policy.facts).size === policy.questions;
  const byFacts = isEverythingAsked
    ? `after ${counted(tries, 'wrong answer')} nothing is left to ask about`
    : `each fact is asked no more after ${counted(policy.failuresPerFact, 'wrong answer')}, and after ${tries} in all too few facts are left`;
  const end =
    odds.endedBy === 'cap'
      ? `after ${counted(tries, 'wrong answer')} in a row this policy asks the client no more`
      : byFacts;
  return [
    `Somebody who knows nothing of the person and guesses passes ${percent(odds.perChallenge)} of challenges (${odds.bits.toFixed(1)} bits).`,
    `What is right stays right, and options stay the same, so every wrong answer can be crossed off${
      first === null ? '.' : `: ${percent(odds.beforeFirstLock)} of guessers pass before ${first}.`
    }`,
    odds.underCap >= 1
      ? `That is not stopped in time: every guesser passes before an operator is needed, with ${Math.min(tries, Math.round(1 / odds.perTry))} answers at the most.`
      : `${atMost(odds.underCap)} of guessers pass before an operator is needed: ${end}.`,
    ...(unlocks.most === 0
      ? []
      : [
          'An operator who unlocks the client whenever asked, without making sure who asks, lets every guesser pass in the end: ' +
            `${unlockings(unlocks)}${locks < 1 ? '' : `, and ${time(locks)} of other locks`}.`,
        ]),
  ];
}

/** Few are counted, of many the mean is told. */
function unlockings({ mean, most }: Guessing['unlocks']): string {
  if (most === 1) return 'it takes one such unlocking';
  return most <= 4
    ? `it takes at most ${most} such unlockings`
    : `it takes ${Math.round(mean).toLocaleString('en')} such unlockings on average`;
}

const DAY_SECONDS = 24 * 60 * 60;

const whatIsNotCounted = ({ facts }: Policy): string =>
  'All this is of people who know nothing. ' +
  (facts.includes('date_of_birth')
    ? 'Friends know a birthday, and a face tells an age. '
    : 'A stolen wallet holds cards and an address. ') +
  'What counts first is that the link went to this chat; the questions add to that.';

/** The lines of standards, each as an item; nothing where there are none. */
const listOf = (head: string, lines: readonly Line[]): readonly string[] =>
  lines.length === 0
    ? []
    : [
        head,
        ...lines.map(({ standard, line, asks, why }) => `- ${standard}, ${line}: ${asks}. ${sentence(why)}`),
      ];

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;

/** Rounding must not make certain what is not. */
const atMost = (share: number): string => (share > 0.99 ? 'More than 99 %' : `At most ${percent(share)}`);

/** Two digits that say something, whatever the size. */
function percent(share: number): string {
  const hundredths = 100 * share;
  if (hundredths >= 10 || hundredths === 0) return `${Math.round(hundredths)} %`;
  const decimals = Math.min(12, 1 - Math.floor(Math.log10(hundredths)));
  return `${hundredths.toFixed(decimals)} %`;
}

/** How long that is, in the largest unit of which there are two. */
function time(seconds: number): string {
  const minutes = seconds / 60;
  if (minutes < 2) return counted(Math.round(seconds), 'second');
  if (minutes < 120) return counted(Math.round(minutes), 'minute');
  if (minutes < 48 * 60) return counted(Math.round(minutes / 60), 'hour');
  const days = seconds / DAY_SECONDS;
  if (days < 730) return counted(Math.round(days), 'day');
  return `${Math.round(days / 365.25).toLocaleString('en')} years`;
}
