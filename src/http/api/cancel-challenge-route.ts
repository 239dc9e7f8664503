import type { FastifyInstance } from 'fastify';
import { unreachable } from '../../kernel/result.ts';
import { sendProblem } from '../problem-reply.ts';
import { channelOf } from './authentication.ts';
import {
  type ApiContext,
  ChallengeParameters,
  type ChallengePath,
  challengeNotFound,
  idOf,
  readByHandler,
  TAG,
} from './challenge-routes.ts';
import { challengeBody } from './challenge-schema.ts';
import { holdsAnything } from './no-body.ts';
import { problemResponses } from './problem-schema.ts';
import { queryParameters } from './query-parameters.ts';

const schema = {
  tags: [TAG],
  operationId: 'cancelChallenge',
  summary: 'Cancel a challenge',
  description: 'Its link is dead from then on. Takes no body; the platform is not told.',
  params: ChallengeParameters,
  response: {
    200: { $ref: 'Challenge#', description: 'The challenge, canceled.' },
    ...problemResponses(
      'malformed_body',
      'invalid_request',
      'parameter_invalid',
      'challenge_not_found',
      'challenge_decided',
      'body_too_large',
      'uri_too_long',
      'unsupported_media_type',
    ),
  },
};

/** `POST /v1/challenges/{id}/cancel` */
export function cancelChallengeRoute(app: FastifyInstance, { useCases }: ApiContext): void {
  const options = { schema, validatorCompiler: readByHandler };
  app.post<ChallengePath>('/v1/challenges/:id/cancel', options, async (request, reply) => {
    const parameters = queryParameters(request.query, []);
    if (!parameters.ok) return sendProblem(reply, 'parameter_invalid', parameters.error);
    if (holdsAnything(request.body)) {
      return sendProblem(reply, 'invalid_request', 'To cancel takes no body, or an empty object.');
    }
    const id = idOf(request);
    if (id === null) return challengeNotFound(reply);

    const outcome = await useCases.cancelChallenge(channelOf(request), id);
    switch (outcome.type) {
      case 'canceled':
        return challengeBody(outcome.challenge);
      case 'already_decided': {
        const detail = `The challenge is ${outcome.challenge.status} already.`;
        return sendProblem(reply, 'challenge_decided', detail);
      }
      case 'unknown':
        return challengeNotFound(reply);
      default:
        return unreachable(outcome);
    }
  });
}
