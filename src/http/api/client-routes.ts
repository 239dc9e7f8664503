import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ClientView } from '../../app/show-client.ts';
import { sendProblem } from '../problem-reply.ts';
import { channelOf } from './authentication.ts';
import { type ApiContext, readByHandler } from './challenge-routes.ts';
import { clientBody } from './client-schema.ts';
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

/** `GET /v1/clients/{client_id}` and `POST /v1/clients/{client_id}/unlock` */
export function clientRoutes(app: FastifyInstance, { useCases }: ApiContext): void {
  const byHandler = { validatorCompiler: readByHandler };
  app.get<ClientPath>('/v1/clients/:client_id', { schema: readSchema, ...byHandler }, (request, reply) =>
    answer(request, reply, useCases.showClient),
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
