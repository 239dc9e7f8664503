import type { FastifyInstance, FastifyRequest } from 'fastify';
import { heldBackClients, showDeskClient, unlockDeskClient } from '../../app/desk-clients.ts';
import { findChallenges } from '../../app/find-challenges.ts';
import type { ClientRef } from '../../domain/challenge/challenge.ts';
import { parseId } from '../../kernel/ids.ts';
import { clientPage } from '../../pages/desk/client-page.ts';
import { clientsPage } from '../../pages/desk/clients-page.ts';
import { troublePage } from '../../pages/desk/trouble-page.ts';
import type { DeskContext } from './desk-context.ts';
import { PAGE_SIZE } from './list-filter.ts';
import { goOn, sendDeskPage } from './send-desk-page.ts';
import { frameOf, operatorIn, parametersOf } from './signed-in.ts';

type ClientRequest = FastifyRequest<{ Params: { channel: string; ref: string } }>;

const PATH = '/desk/clients';

/** `GET /desk/clients`, one of them, and `POST …/unlock`. Clients are named by their pseudonyms alone. */
export function clientRoutes(scope: FastifyInstance, context: DeskContext): void {
  const { service } = context;

  scope.get(PATH, async (request, reply) => {
    const clients = await heldBackClients(service, operatorIn(request));
    return sendDeskPage(reply, 200, clientsPage(frameOf(context, request), clients));
  });

  scope.get(`${PATH}/:channel/:ref`, async (request: ClientRequest, reply) => {
    const { channel } = request.params;
    const ref = refIn(request);
    const client = ref === null ? null : await showDeskClient(service, operatorIn(request), channel, ref);
    if (client === null) return sendDeskPage(reply, 404, troublePage('not_found'));
    const found = await findChallenges(service, {
      channels: [client.channel],
      client: client.ref,
      status: null,
      since: null,
      until: null,
      before: parseId('challenge', parametersOf(request)['before'] ?? ''),
      limit: PAGE_SIZE,
    });
    return sendDeskPage(reply, 200, clientPage(frameOf(context, request), client, found));
  });

  scope.post(`${PATH}/:channel/:ref/unlock`, async (request: ClientRequest, reply) => {
    const { channel } = request.params;
    const ref = refIn(request);
    const operator = operatorIn(request);
    const client = ref === null ? null : await unlockDeskClient(service, operator, channel, ref);
    if (client === null) return sendDeskPage(reply, 404, troublePage('not_found'));
    service.log.info({ request: request.id, key: operator.key }, 'an operator unlocked a client');
    return goOn(reply, `${PATH}/${client.channel}/${client.ref}`, 'unlocked');
  });
}

const refIn = ({ params }: ClientRequest): ClientRef | null =>
  // Checked against the form that a pseudonym has.
  /^[0-9a-f]{32}$/.test(params.ref) ? (params.ref as ClientRef) : null;
