import { conformance, type Line } from './conformance.ts';
import { type Guessing, guessing } from './guessing.ts';
import type { Policy } from './policy.ts';

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

/** The same in words, a paragraph an item, each without a line break. */
export function explainedInWords({ policy, guessing: odds, lines }: Explanation): readonly string[] {
  return [
    `${policy.name}: ${whatItAsks(policy)}`,
    `Guessing: ${percent(odds.perChallenge)} of challenges are passed by somebody who knows nothing of the person ` +
      `(${odds.bits.toFixed(1)} bits).`,
    `A client's options never change, so each wrong answer rules some out: ${percent(odds.beforeFirstLock)} of such ` +
      `guessers pass before the first lock, after ${policy.lockout.after} failures in a row.`,
    `At most ${percent(odds.underCap)} pass before an operator has to lift the lock, after up to ${odds.triesUnderCap} wrong ` +
      `answers: ${odds.endedBy === 'cap' ? 'that is the cap on failures in a row' : `each fact is asked no more after ${policy.failuresPerFact}`}.`,
    `Where an operator lifts that lock each time it is asked for, the timed locks alone hold a guesser up for ${days(odds.expectedDays)} on average.`,
    'All this is of people who know nothing. Who knows somebody knows their birthday, and an age narrows a year down: ' +
      'the chat account that got the link is the first factor, and this policy the second at best.',
    ...lines.map(
      ({ standard, line, asks, met, why }) =>
        `${met ? 'Meets' : 'Does not meet'} ${standard}, ${line} (${asks}): ${why}.`,
    ),
  ];
}

function whatItAsks(policy: Policy): string {
  const { questions, options, noneOfThese, ttlSeconds, attempts, facts, typed } = policy;
  const choices = `${options} options${noneOfThese ? ', "none of these" among them' : ''}`;
  const typing = typed.length === 0 ? '' : `; typed: ${typed.join(', ')}`;
  return (
    `${counted(questions, 'question')} of ${choices}, about ${facts.join(', ')}${typing}; ` +
    `${counted(attempts, 'attempt')}, ${ttlSeconds} seconds.`
  );
}

const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;

/** Two digits that say something, whatever the size. */
function percent(share: number): string {
  const hundredths = 100 * share;
  if (hundredths >= 10 || hundredths === 0) return `${Math.round(hundredths)} %`;
  const decimals = Math.min(12, 1 - Math.floor(Math.log10(hundredths)));
  return `${hundredths.toFixed(decimals)} %`;
}

function days(count: number): string {
  if (count < 1) return `${Math.round(count * 24 * 60)} minutes`;
  if (count < 730) return `${Math.round(count)} days`;
  return `${Math.round(count / 365.25).toLocaleString('en')} years`;
}
