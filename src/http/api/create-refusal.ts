import type { FastifyReply } from 'fastify';
import type { CreateOutcome } from '../../app/create-outcome.ts';
import { unreachable } from '../../kernel/result.ts';
import type { ErrorCode } from '../errors.ts';
import { retryAfter, sendProblem } from '../problem-reply.ts';

type Refusal = Exclude<CreateOutcome, { readonly type: 'created' }>;

export type RefusalInWords = {
  readonly code: ErrorCode;
  /** What is wrong this time; null where the error's title says it all. */
  readonly detail: string | null;
  /** After how many seconds asking again makes sense; null where it never does. */
  readonly retryAfterSeconds: number | null;
};

const IN_FLIGHT_RETRY_SECONDS = 1;
/** The operator's system was asked twice already. */
const FACTS_RETRY_SECONDS = 5;
/** No time is known: often enough that a bot finds out within a day that an operator lifted the lock. */
const OPERATOR_RETRY_SECONDS = 24 * 60 * 60;

/** Why no challenge was made, with the seconds after which asking again makes sense. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { code, detail, retryAfterSeconds } = refusalInWords(refusal);
  return sendProblem(reply, code, detail, retryAfterSeconds === null ? {} : retryAfter(retryAfterSeconds));
}

export function refusalInWords(refusal: Refusal): RefusalInWords {
  switch (refusal.type) {
    case 'locked':
      return words('client_locked', null, refusal.retryAfterSeconds);
    case 'locked_for_operator':
      return words('client_locked_for_operator', null, OPERATOR_RETRY_SECONDS);
    case 'asked_too_often':
      return words('asked_too_often', null, refusal.retryAfterSeconds);
    case 'unknown_policy':
      return words('unknown_policy');
    case 'facts_missing': {
      const { needed, anyOf } = refusal;
      return words('facts_missing', `The policy needs ${needed} more of these facts: ${anyOf.join(', ')}.`);
    }
    case 'facts_exhausted': {
      const detail = `Wrong answers have used up what can be asked about: ${refusal.facts.join(', ')}.`;
      return words('facts_exhausted', detail, OPERATOR_RETRY_SECONDS);
    }
    case 'facts_unavailable':
      return words('facts_unavailable', null, FACTS_RETRY_SECONDS);
    case 'callback_missing':
      return words('callback_missing');
    case 'callback_elsewhere':
      return words('callback_not_allowed', 'Its host is none that this channel calls.');
    case 'callback_not_taken':
      return words(
        'callback_not_allowed',
        'This channel tells its verdicts in another way, and calls no URL of a request.',
      );
    case 'idempotency_key_reused':
      return words('idempotency_key_reused');
    case 'idempotency_in_flight':
      return words('idempotency_in_flight', null, IN_FLIGHT_RETRY_SECONDS);
    default:
      return unreachable(refusal);
  }
}

const words = (
  code: ErrorCode,
  detail: string | null = null,
  retryAfterSeconds: number | null = null,
): RefusalInWords => ({ code, detail, retryAfterSeconds });
