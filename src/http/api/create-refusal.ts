import type { FastifyReply } from 'fastify';
import type { CreateOutcome } from '../../app/create-outcome.ts';
import { unreachable } from '../../kernel/result.ts';
import { retryAfter, sendProblem } from '../problem-reply.ts';

type Refusal = Exclude<CreateOutcome, { readonly type: 'created' }>;

const IN_FLIGHT_RETRY_SECONDS = 1;
/** The operator's system was asked twice already. */
const FACTS_RETRY_SECONDS = 5;
/** No time is known: often enough that a bot finds out within a day that an operator lifted the lock. */
const OPERATOR_RETRY_SECONDS = 24 * 60 * 60;

/** Why no challenge was made, with the seconds after which asking again makes sense. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  switch (refusal.type) {
    case 'locked':
      return sendProblem(reply, 'client_locked', null, retryAfter(refusal.retryAfterSeconds));
    case 'locked_for_operator':
      return sendProblem(reply, 'client_locked_for_operator', null, retryAfter(OPERATOR_RETRY_SECONDS));
    case 'asked_too_often':
      return sendProblem(reply, 'asked_too_often', null, retryAfter(refusal.retryAfterSeconds));
    case 'unknown_policy':
      return sendProblem(reply, 'unknown_policy');
    case 'facts_missing': {
      return sendProblem(reply, 'facts_missing', whatIsMissing(refusal));
    }
    case 'callback_missing':
      return sendProblem(reply, 'callback_missing');
    case 'callback_elsewhere':
      return sendProblem(reply, 'callback_not_allowed', 'Its host is none that this channel calls.');
    case 'callback_not_taken':
      return sendProblem(
        reply,
        'callback_not_allowed',
        'This channel tells its verdicts in another way, and calls no URL of a request.',
      );
    case 'facts_exhausted': {
      const detail = `Wrong answers have used up what can be asked about: ${refusal.facts.join(', ')}.`;
      return sendProblem(reply, 'facts_exhausted', detail, retryAfter(OPERATOR_RETRY_SECONDS));
    }
    case 'facts_unavailable':
      return sendProblem(reply, 'facts_unavailable', null, retryAfter(FACTS_RETRY_SECONDS));
    case 'idempotency_key_reused':
      return sendProblem(reply, 'idempotency_key_reused');
    case 'idempotency_in_flight':
      return sendProblem(reply, 'idempotency_in_flight', null, retryAfter(IN_FLIGHT_RETRY_SECONDS));
    default:
      return unreachable(refusal);
  }
}

/** Names the facts and never a value. */
function whatIsMissing({ needed, anyOf, unusable }: Refusal & { readonly type: 'facts_missing' }): string {
  const reasons = unusable.map(({ fact, reason }) => ` The fact ${fact} ${reason}.`).join('');
  return anyOf.length === 0
    ? `The policy needs ${needed} more facts, and knows no other kinds.${reasons}`
    : `The policy needs ${needed} more of these facts: ${anyOf.join(', ')}.${reasons}`;
}
