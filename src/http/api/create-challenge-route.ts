import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ChallengeView } from '../../app/challenge-view.ts';
import { parseFacts } from '../../domain/facts/parse-facts.ts';
import { dayOf } from '../../kernel/calendar.ts';
import { Type } from '../../kernel/schema.ts';
import { sendProblem } from '../problem-reply.ts';
import { channelOf } from './authentication.ts';
import { parseCallback } from './callback.ts';
import { type ApiContext, TAG } from './challenge-routes.ts';
import { challengeBody } from './challenge-schema.ts';
import { type CreateChallengeBody, hashOfRequest, requestOf } from './create-challenge-body.ts';
import { sendRefusal } from './create-refusal.ts';
import { filledFacts, knownFromChat, sentenceForFact } from './facts.ts';
import { problemResponses } from './problem-schema.ts';
import { queryParameters } from './query-parameters.ts';
import { isUnfilled } from './unfilled.ts';

const IDEMPOTENCY_KEY = 'Idempotency-Key';

const schema = {
  tags: [TAG],
  operationId: 'createChallenge',
  summary: 'Make a challenge and its link',
  description:
    'With an `Idempotency-Key`, the same request sent again is answered with the first answer, for 72 hours.',
  headers: Type.Object({
    [IDEMPOTENCY_KEY]: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        pattern: '^[\\x20-\\x7e]*$',
        description: 'Makes it safe to send the request again: printable ASCII, new for each new request.',
      }),
    ),
  }),
  body: { $ref: 'CreateChallenge#' },
  response: {
    201: {
      $ref: 'Challenge#',
      description: 'The challenge; the only answer that holds its link.',
      headers: {
        Location: { type: 'string', description: 'The path of the challenge.' },
        'Idempotency-Replayed': {
          type: 'string',
          description: '`true` where this is a first answer given again.',
        },
      },
    },
    ...problemResponses(
      'malformed_body',
      'invalid_request',
      'parameter_invalid',
      'body_too_large',
      'unsupported_media_type',
      'invalid_fact',
      'facts_missing',
      'unknown_policy',
      'callback_missing',
      'callback_not_allowed',
      'idempotency_key_reused',
      'idempotency_in_flight',
      'asked_too_often',
      'client_locked',
      'client_locked_for_operator',
      'facts_exhausted',
      'facts_unavailable',
    ),
  },
};

/** `POST /v1/challenges` */
export function createChallengeRoute(app: FastifyInstance, { useCases, clock, lists }: ApiContext): void {
  app.post<{ Body: CreateChallengeBody }>('/v1/challenges', { schema }, async (request, reply) => {
    const { body } = request;
    const parameters = queryParameters(request.query, []);
    if (!parameters.ok) return sendProblem(reply, 'parameter_invalid', parameters.error);
    if (isUnfilled(body.client_id)) {
      return sendProblem(reply, 'invalid_request', 'The member "client_id" is empty or was never filled in.');
    }
    const facts = parseFacts(filledFacts(body.facts ?? {}), { today: dayOf(clock.now()), lists });
    if (!facts.ok) return sendProblem(reply, 'invalid_fact', sentenceForFact(facts.error));
    const known = knownFromChat(facts.value, [body.phone, body.client_id]);
    if (known !== null) return sendProblem(reply, 'invalid_fact', sentenceForFact(known));

    const callback = parseCallback(body);
    if (!callback.ok) return sendProblem(reply, 'invalid_request', callback.error);
    const parsed = requestOf(body, facts.value, callback.value);
    const key = request.headers[IDEMPOTENCY_KEY.toLowerCase()];
    const idempotency = typeof key === 'string' ? { key, requestHash: hashOfRequest(parsed) } : null;
    const outcome = await useCases.createChallenge(channelOf(request), { ...parsed, idempotency });
    if (outcome.type !== 'created') return sendRefusal(reply, outcome);
    if (outcome.replayed) reply.header('idempotency-replayed', 'true');
    return created(reply, outcome.challenge);
  });
}

const created = (reply: FastifyReply, challenge: ChallengeView): FastifyReply =>
  reply.code(201).header('location', `/v1/challenges/${challenge.id}`).send(challengeBody(challenge));
