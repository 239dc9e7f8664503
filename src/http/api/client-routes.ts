import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ClientView } from '../../app/show-client.ts';
import { Type } from '../../kernel/schema.ts';
import { sendProblem } from '../problem-reply.ts';
import { channelOf } from './authentication.ts';
import { type ApiContext, readByHandler } from './challenge-routes.ts';
import { clientBody, erasedClientBody } from './client-schema.ts';
import { holdsAnything } from './no-body.ts';
import { problemResponses } from './problem-schema.ts';
import { queryParameters } from './query-parameters.ts';

export const CLIENTS_TAG = 'Clients';

type ClientPath = { readonly Params: { readonly client_id: string } };

const params = Type.Object({
  client_id: Type.String({
    minLength: 1,
    maxLength: 256,
    description: 'As the bot names the client, percent-encoded; every spelling of one client is the same.',
  }),
});

const readSchema = {
  tags: [CLIENTS_TAG],
  operationId: 'readClient',
  summary: 'See why a client is refused, and until when',
  params,
  response: {
    200: { $ref: 'Client#', description: 'The client as it stands.' },
    ...problemResponses('parameter_invalid', 'client_not_found', 'uri_too_long'),
  },
};

const unlockSchema = {
  tags: [CLIENTS_TAG],
  operationId: 'unlockClient',
  summary: 'Lift the lock of a client',
  description:
    'Forgets its wrong answers and writes that into the log. Takes no body. Be sure first, in another way, who asks for it.',
  params,
  response: {
    200: { $ref: 'Client#', description: 'The client, unlocked.' },
    ...problemResponses(
      'malformed_body',
      'invalid_request',
      'parameter_invalid',
      'client_not_found',
      'body_too_large',
      'uri_too_long',
      'unsupported_media_type',
    ),
  },
};

const eraseSchema = {
  tags: [CLIENTS_TAG],
  operationId: 'eraseClient',
  summary: 'Erase what is kept of a client',
  description:
    'Cancels a link that is live, gives up what was not told yet, and destroys the key that opens what is kept of the client, at once or after the days that the operator has set for blocking. The log keeps its entries, which name nobody, and says that they were erased. Locks and budgets stay. May be repeated: the answer is the state then, also for a client that was never seen.',
  params,
  response: {
    200: { $ref: 'ErasedClient#', description: 'What became of the data.' },
    ...problemResponses(
      'malformed_body',
      'invalid_request',
      'parameter_invalid',
      'body_too_large',
      'uri_too_long',
      'unsupported_media_type',
    ),
  },
};

/** `GET /v1/clients/{client_id}`, `DELETE` of the same, and `POST /v1/clients/{client_id}/unlock` */
export function clientRoutes(app: FastifyInstance, context: ApiContext): void {
  const { useCases } = context;
  const byHandler = { validatorCompiler: readByHandler };
  app.get<ClientPath>('/v1/clients/:client_id', { schema: readSchema, ...byHandler }, (request, reply) =>
    answer(request, reply, useCases.showClient),
  );
  app.delete<ClientPath>('/v1/clients/:client_id', { schema: eraseSchema, ...byHandler }, (request, reply) =>
    erase(request, reply, context),
  );
  app.post<ClientPath>(
    '/v1/clients/:client_id/unlock',
    { schema: unlockSchema, ...byHandler },
    (request, reply) => {
      if (holdsAnything(request.body)) {
        return sendProblem(reply, 'invalid_request', 'To unlock takes no body, or an empty object.');
      }
      return answer(request, reply, useCases.unlockClient);
    },
  );
}

async function erase(
  request: FastifyRequest<ClientPath>,
  reply: FastifyReply,
  { useCases }: ApiContext,
): Promise<FastifyReply> {
  if (holdsAnything(request.body)) {
    return sendProblem(reply, 'invalid_request', 'To erase takes no body, or an empty object.');
  }
  const parameters = queryParameters(request.query, []);
  if (!parameters.ok) return sendProblem(reply, 'parameter_invalid', parameters.error);
  const { client_id: clientId } = request.params;
  return reply.send(erasedClientBody(clientId, await useCases.eraseClient(channelOf(request), clientId)));
}

type UseCase = (channel: ReturnType<typeof channelOf>, clientId: string) => Promise<ClientView | null>;

async function answer(
  request: FastifyRequest<ClientPath>,
  reply: FastifyReply,
  useCase: UseCase,
): Promise<FastifyReply> {
  const parameters = queryParameters(request.query, []);
  if (!parameters.ok) return sendProblem(reply, 'parameter_invalid', parameters.error);
  const view = await useCase(channelOf(request), request.params.client_id);
  return view === null ? sendProblem(reply, 'client_not_found') : reply.send(clientBody(view));
}
