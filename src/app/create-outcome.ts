import type { Callback } from '../domain/challenge/challenge.ts';
import type { Fact, FactKind } from '../domain/facts/fact.ts';
import type { FactsMissing } from '../domain/questions/make-questions.ts';
import type { ChallengeView } from './challenge-view.ts';

/** A request as parsed at the edge: every member checked, every text within its length. */
export type ChallengeRequest = {
  readonly clientId: string;
  readonly phone: string | null;
  readonly flow: string | null;
  /** A BCP 47 language tag as the bot gave it, or null. */
  readonly locale: string | null;
  readonly purpose: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly callback: Callback | null;
  readonly facts: readonly Fact[];
  /** Null: the channel's. */
  readonly policy: string | null;
  /** 10 to 600; null: the policy's. */
  readonly ttlSeconds: number | null;
  readonly idempotency: { readonly key: string; readonly requestHash: Uint8Array } | null;
};

export type CreateOutcome =
  /** `replayed`: the first answer to the same request, given again. */
  | { readonly type: 'created'; readonly challenge: ChallengeView; readonly replayed: boolean }
  | { readonly type: 'locked'; readonly retryAfterSeconds: number }
  /** Too many failures in a row: only an operator lifts this lock. */
  | { readonly type: 'locked_for_operator' }
  | { readonly type: 'asked_too_often'; readonly retryAfterSeconds: number }
  | { readonly type: 'unknown_policy' }
  /** The facts given do not carry the policy. */
  | ({ readonly type: 'facts_missing' } & FactsMissing)
  /** The channel tells verdicts by callback, and the request names no URL. */
  | { readonly type: 'callback_missing' }
  /** The URL lies on no host that the channel allows. */
  | { readonly type: 'callback_elsewhere' }
  /** The request names a URL, and the channel tells verdicts in another way. */
  | { readonly type: 'callback_not_taken' }
  /**
   * The facts given would carry the policy, but these have seen as many wrong answers as it lets them: others are needed,
   * or an operator who lifts it.
   */
  | { readonly type: 'facts_exhausted'; readonly facts: readonly FactKind[] }
  /** The operator's own system was asked for the facts, and did not give them. */
  | { readonly type: 'facts_unavailable' }
  | { readonly type: 'idempotency_key_reused' }
  | { readonly type: 'idempotency_in_flight' };
