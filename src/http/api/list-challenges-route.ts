import type { FastifyInstance } from 'fastify';
import type { ListRequest } from '../../app/list-challenges.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { Type } from '../../kernel/schema.ts';
import { sendProblem } from '../problem-reply.ts';
import { channelOf } from './authentication.ts';
import { type ApiContext, readByHandler, TAG } from './challenge-routes.ts';
import { challengeBody, STATUSES } from './challenge-schema.ts';
import { problemResponses } from './problem-schema.ts';
import { queryParameters, wholeNumber } from './query-parameters.ts';

const DEFAULT_LIMIT = 20;
const HIGHEST_LIMIT = 100;

export const ChallengePageSchema = Type.Object(
  {
    challenges: Type.Array({ $ref: 'Challenge#' }),
    next_cursor: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: 'The `cursor` of the next page; null where this is the last.',
    }),
  },
  { $id: 'ChallengePage', additionalProperties: false },
);

const schema = {
  tags: [TAG],
  operationId: 'listChallenges',
  summary: "List the channel's challenges, newest first",
  querystring: Type.Object(
    {
      client_id: Type.Optional(
        Type.String({ minLength: 1, maxLength: 256, description: 'Only those of this client.' }),
      ),
      status: Type.Optional(
        Type.Unsafe<string>({
          type: 'string',
          enum: [...STATUSES],
          description: 'Only those of this status.',
        }),
      ),
      limit: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: HIGHEST_LIMIT,
          default: DEFAULT_LIMIT,
          description: 'How many at most.',
        }),
      ),
      cursor: Type.Optional(Type.String({ description: 'The `next_cursor` of the page before.' })),
    },
    { additionalProperties: false },
  ),
  response: {
    200: { $ref: 'ChallengePage#', description: 'A page of them.' },
    ...problemResponses('parameter_invalid'),
  },
};

/** `GET /v1/challenges` */
export function listChallengesRoute(app: FastifyInstance, { useCases }: ApiContext): void {
  const options = { schema, validatorCompiler: readByHandler };
  app.get('/v1/challenges', options, async (request, reply) => {
    const asked = listRequest(request.query);
    if (!asked.ok) return sendProblem(reply, 'parameter_invalid', asked.error);
    const outcome = await useCases.listChallenges(channelOf(request), asked.value);
    if (outcome.type === 'bad_cursor') {
      return sendProblem(
        reply,
        'parameter_invalid',
        'The query parameter cursor is not one that was answered.',
      );
    }
    return { challenges: outcome.challenges.map(challengeBody), next_cursor: outcome.nextCursor };
  });
}

function listRequest(query: unknown): Result<ListRequest, string> {
  const parameters = queryParameters(query, ['client_id', 'status', 'limit', 'cursor']);
  if (!parameters.ok) return parameters;
  const limit = wholeNumber(parameters.value, 'limit', {
    least: 1,
    most: HIGHEST_LIMIT,
    absent: DEFAULT_LIMIT,
  });
  if (!limit.ok) return limit;
  const clientId = parameters.value.get('client_id') ?? null;
  if (clientId !== null && (clientId.trim() === '' || [...clientId].length > 256)) {
    return err('The query parameter client_id must have 1 to 256 characters.');
  }
  const given = parameters.value.get('status');
  const status = STATUSES.find((known) => known === given) ?? null;
  if (given !== undefined && status === null) {
    return err(`The query parameter status must be one of ${STATUSES.join(', ')}.`);
  }
  return ok({ clientId, status, limit: limit.value, cursor: parameters.value.get('cursor') ?? null });
}
