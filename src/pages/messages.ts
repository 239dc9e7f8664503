import type { EndingKind } from '../domain/facts/fact.ts';
import type { FieldFault } from '../domain/questions/check-answers.ts';
import type { QuestionKind } from '../domain/questions/question.ts';
import type { DatePart } from './formats.ts';

/** Why a link asks nothing any more. Whether an answer was right is not among the reasons. */
export type GoneReason = 'expired' | 'answered' | 'canceled' | 'superseded' | 'denied';

/** What a page has to say where no question is at stake: what happened, what it means, what to do. */
export type Notice = { readonly title: string; readonly text: string; readonly next: string };

/** A request that no page of ours makes. */
export type Refusal = 'bad_request' | 'not_allowed' | 'too_large' | 'wrong_type' | 'too_slow';

type Named = { readonly business: string | null };

/** A question's wording for each kind; `choice` and `text` have the bot's own, and these are for want of it. */
export type Wordings = Readonly<Record<Exclude<QuestionKind, keyof WordingsWithNumbers>, string>> &
  WordingsWithNumbers;

type WordingsWithNumbers = {
  readonly age_on_date: (of: { readonly date: string }) => string;
} & Readonly<Record<EndingKind, (of: { readonly characters: number }) => string>>;

/**
 * Everything that the pages say, in one language: plain text, escaped where it is shown. Names within a sentence
 * arrive isolated. `business` is null where the operator gave its channel no name.
 */
export type Messages = {
  readonly backToChat: string;
  readonly closeWindow: string;
  readonly question: {
    readonly title: string;
    readonly titleWithFault: string;
    /** For link previews, which anyone in the chat may see. */
    readonly description: string;
    readonly heading: string;
    readonly purpose: string;
    readonly phone: string;
    readonly phoneEndingIn: (of: { readonly digits: string }) => string;
    readonly wording: Wordings;
    readonly hint: {
      readonly birth_month_plus_day: string;
      /** For an option in which a dot stands for each character that is not shown. */
      readonly hidden: string;
      /** For a word that is typed. */
      readonly folded: string;
    };
    readonly noneOfThese: string;
    /** The labels of the three fields of a date, and of a field that holds the whole answer. */
    readonly field: Readonly<Record<DatePart | 'answer', string>>;
    readonly timeLeft: string;
    /** Before a script counts: the time there was when the page was made. */
    readonly timeAtOpening: (of: { readonly seconds: number }) => string;
    readonly timeAnnounced: (of: { readonly seconds: number }) => string;
    readonly attempts: (of: { readonly count: number }) => string;
    readonly send: string;
    readonly sending: string;
  };
  /** For who did not ask for this; `say` is a button. */
  readonly notMe: {
    readonly question: string;
    readonly text: (of: Named) => string;
    readonly say: string;
  };
  /** After that button. */
  readonly denied: (of: Named) => Notice;
  readonly fault: {
    readonly title: string;
    /** Of a question with options. */
    readonly field: Readonly<Record<Exclude<FieldFault, 'malformed'>, string>>;
    /** Of a question whose answer is typed. */
    readonly typed: {
      readonly missing: string;
      readonly date: string;
      readonly digits: (of: { readonly characters: number }) => string;
      readonly characters: (of: { readonly characters: number }) => string;
      readonly anything: string;
    };
  };
  readonly notMatched: {
    readonly title: string;
    readonly text: (of: { readonly attemptsLeft: number }) => string;
  };
  readonly answered: Notice;
  readonly gone: Readonly<Record<GoneReason, (of: Named) => Notice>>;
  /** After too many wrong answers: for some time, or until somebody of the business lifts it. */
  readonly locked: {
    readonly forNow: (of: { readonly seconds: number }) => Notice;
    readonly untilHelped: (of: Named) => Notice;
  };
  readonly unknown: Notice;
  readonly landing: Notice;
  readonly notRecorded: Notice & { readonly again: string };
  /** The same for who said that it was not they. */
  readonly notStopped: Notice & { readonly again: string };
  readonly notShown: Notice & { readonly again: string };
  readonly broken: Notice & { readonly again: string };
  readonly refused: Readonly<Record<Refusal, Notice>>;
};
