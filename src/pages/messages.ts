import type { FieldFault } from '../domain/questions/check-answers.ts';
import type { QuestionKind } from '../domain/questions/question.ts';

/** Why a link asks nothing any more. Whether an answer was right is not among the reasons. */
export type GoneReason = 'expired' | 'answered' | 'canceled';

/** What a page has to say where no question is at stake: what happened, what it means, what to do. */
export type Notice = { readonly title: string; readonly text: string; readonly next: string };

/** A request that no page of ours makes. */
export type Refusal = 'bad_request' | 'not_allowed' | 'too_large' | 'wrong_type' | 'too_slow';

type Named = { readonly business: string | null };

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
    readonly wording: Readonly<Record<QuestionKind, string>>;
    readonly hint: Readonly<Record<QuestionKind, string | null>>;
    readonly noneOfThese: string;
    readonly timeLeft: string;
    /** Before a script counts: the time there was when the page was made. */
    readonly timeAtOpening: (of: { readonly seconds: number }) => string;
    readonly timeAnnounced: (of: { readonly seconds: number }) => string;
    readonly attempts: (of: { readonly count: number }) => string;
    readonly send: string;
    readonly sending: string;
    readonly notYou: (of: Named) => string;
  };
  readonly fault: {
    readonly title: string;
    readonly field: Readonly<Record<FieldFault, string>>;
  };
  readonly notMatched: {
    readonly title: string;
    readonly text: (of: { readonly attemptsLeft: number }) => string;
  };
  readonly answered: Notice;
  readonly gone: Readonly<Record<GoneReason, (of: Named) => Notice>>;
  readonly unknown: Notice;
  readonly landing: Notice;
  readonly notRecorded: Notice & { readonly again: string };
  readonly notShown: Notice & { readonly again: string };
  readonly broken: Notice & { readonly again: string };
  readonly refused: Readonly<Record<Refusal, Notice>>;
};
