import type { FastifyInstance } from 'fastify';
import { Type } from '../../kernel/schema.ts';
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
import { problemResponses } from './problem-schema.ts';
import { queryParameters, wholeNumber } from './query-parameters.ts';
import { LONGEST_WAIT_SECONDS, untilLeft } from './waiting-call.ts';

const schema = {
  tags: [TAG],
  operationId: 'readChallenge',
  summary: 'Read a challenge, or wait for its verdict',
  params: ChallengeParameters,
  querystring: Type.Object(
    {
      wait: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: LONGEST_WAIT_SECONDS,
          description: 'Answer as soon as the verdict is there, or after this many seconds.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  response: {
    200: { $ref: 'Challenge#', description: 'The challenge as it stands.' },
    ...problemResponses('parameter_invalid', 'challenge_not_found', 'uri_too_long'),
  },
};

/** `GET /v1/challenges/{id}` */
export function readChallengeRoute(app: FastifyInstance, context: ApiContext): void {
  const { useCases, draining } = context;
  const options = { schema, validatorCompiler: readByHandler };
  app.get<ChallengePath>('/v1/challenges/:id', options, async (request, reply) => {
    const parameters = queryParameters(request.query, ['wait']);
    if (!parameters.ok) return sendProblem(reply, 'parameter_invalid', parameters.error);
    const wait = wholeNumber(parameters.value, 'wait', { least: 0, most: LONGEST_WAIT_SECONDS, absent: 0 });
    if (!wait.ok) return sendProblem(reply, 'parameter_invalid', wait.error);
    const id = idOf(request);
    if (id === null) return challengeNotFound(reply);

    const channel = channelOf(request);
    const view =
      wait.value === 0
        ? await useCases.readChallenge(channel, id)
        : await untilLeft(reply, draining, (signal) =>
            useCases.waitForVerdict(channel, id, wait.value, signal),
          );
    return view === null ? challengeNotFound(reply) : challengeBody(view);
  });
}
