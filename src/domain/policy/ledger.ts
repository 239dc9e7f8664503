import type { FactKind } from '../facts/fact.ts';

/**
 * What the challenges of one client have given away of each fact. A client's block of a fact never changes, so every wrong
 * answer rules out an option for good: of k options, m wrong answers leave k - m.
 */
export type Ledger = Readonly<Partial<Record<FactKind, Disclosed>>>;

export type Disclosed = {
  /** Challenges that asked about it, ever. */
  readonly shown: number;
  /**
   * Wrong answers to challenges that asked about it, since the last right one. Each counts on all facts of its
   * challenge: a count that knew better would tell, by what is asked next, which question was answered wrong.
   */
  readonly wrong: number;
};

const NOTHING: Disclosed = { shown: 0, wrong: 0 };

export const disclosedOf = (ledger: Ledger, fact: FactKind): Disclosed => ledger[fact] ?? NOTHING;

/**
 * A ledger from the JSON of one; null for anything else. Facts that this build does not know are kept: another one asked
 * about them.
 */
export function ledgerOf(json: string): Ledger | null {
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  // Every member was looked at; its name is that of a fact because a ledger was written.
  return Object.values(parsed).every(isDisclosed) ? (parsed as Ledger) : null;
}

const isDisclosed = (value: unknown): value is Disclosed =>
  typeof value === 'object' &&
  value !== null &&
  'shown' in value &&
  'wrong' in value &&
  isCount(value.shown) &&
  isCount(value.wrong);

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

/** What a challenge asks about. */
type Asked = readonly { readonly fact: FactKind }[];

/** After a challenge with these questions was made. */
export const afterShowing = (ledger: Ledger, questions: Asked): Ledger =>
  changed(ledger, factsOf(questions), ({ shown, wrong }) => ({ shown: shown + 1, wrong }));

/** After a wrong answer to a challenge with these questions. */
export const afterWrongAnswer = (ledger: Ledger, questions: Asked): Ledger =>
  changed(ledger, factsOf(questions), ({ shown, wrong }) => ({ shown, wrong: wrong + 1 }));

/** After a right answer, or an operator's word, no wrong one before it counts, whichever fact it was about. */
export const withoutWrongAnswers = (ledger: Ledger): Ledger =>
  changed(ledger, kindsIn(ledger), ({ shown }) => ({ shown, wrong: 0 }));

/** Whether a fact has seen as many wrong answers as a policy lets it: by choice it is asked no more. */
export const isExhausted = (ledger: Ledger, fact: FactKind, failuresPerFact: number): boolean =>
  disclosedOf(ledger, fact).wrong >= failuresPerFact;

/** Facts in the order in which they are to be asked: those with fewer wrong answers first, else as they came. */
export const leastFailedFirst = (ledger: Ledger, facts: readonly FactKind[]): readonly FactKind[] =>
  facts.toSorted((a, b) => disclosedOf(ledger, a).wrong - disclosedOf(ledger, b).wrong);

/** The facts that a ledger speaks of, by their names. */
export const kindsIn = (ledger: Ledger): readonly FactKind[] =>
  // A ledger has members of these names only: whoever reads one from a store checks them.
  (Object.keys(ledger) as FactKind[]).toSorted();

const factsOf = (questions: Asked): ReadonlySet<FactKind> => new Set(questions.map(({ fact }) => fact));

function changed(ledger: Ledger, facts: Iterable<FactKind>, change: (known: Disclosed) => Disclosed): Ledger {
  const entries = [...facts].map((fact) => [fact, change(disclosedOf(ledger, fact))] as const);
  return { ...ledger, ...Object.fromEntries(entries) };
}
