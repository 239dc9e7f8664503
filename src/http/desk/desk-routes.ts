import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { StoreUnavailable } from '../../app/store-ports.ts';
import { type Trouble, troublePage } from '../../pages/desk/trouble-page.ts';
import { FORM_TYPE, parseForm } from '../form.ts';
import { securityHeaders } from '../security-headers.ts';
import { whereItFailed } from '../where-it-failed.ts';
import { challengeRoutes } from './challenge-routes.ts';
import { chatfuelRoute } from './chatfuel-route.ts';
import { clientRoutes } from './client-routes.ts';
import { isFromOurselves } from './cross-site.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import type { DeskContext } from './desk-context.ts';
import { doorRoutes, signOutRoute } from './door-routes.ts';
import { goOn, sendDeskPage } from './send-desk-page.ts';
import { requireOperator } from './signed-in.ts';
import { todayRoute } from './today-route.ts';
import { tryRoutes } from './try-routes.ts';

/**
 * The operator's desk: pages under `/desk`, without a script, behind a session of their own that no bot's key opens.
 * @param ownTls whether this server itself speaks TLS.
 */
export function registerDesk(app: FastifyInstance, context: DeskContext, ownTls: boolean): void {
  const headers = {
    ...securityHeaders(ownTls),
    // A form of a page that sends no referrer comes without its origin, by which it is known to be ours.
    'referrer-policy': 'same-origin',
  };
  app.register((desk, _options, done) => {
    desk.removeAllContentTypeParsers();
    desk.addContentTypeParser(FORM_TYPE, { parseAs: 'string' }, (_request, body, parsed) =>
      parsed(null, parseForm(String(body))),
    );
    // The API's document is for bots.
    desk.addHook('onRoute', (route) => {
      route.schema = { ...route.schema, hide: true };
    });
    desk.addHook('onRequest', async (request, reply) => {
      reply.headers(headers);
      if (request.method === 'POST' && !isFromOurselves(request)) {
        return sendDeskPage(reply, 403, troublePage('not_ours'));
      }
    });
    desk.setErrorHandler((error: FastifyError, request, reply) =>
      sendTrouble(context, error, request, reply),
    );
    doorRoutes(desk, context);
    desk.register((inside, _insideOptions, insideDone) => {
      requireOperator(inside, context);
      signOutRoute(inside, context);
      todayRoute(inside, context);
      challengeRoutes(inside, context);
      deliveryRoutes(inside, context);
      clientRoutes(inside, context);
      tryRoutes(inside, context);
      chatfuelRoute(inside, context);
      inside.get('/desk/', (_request, reply) => goOn(reply, '/desk'));
      inside.get('/desk/*', (_request, reply) => sendDeskPage(reply, 404, troublePage('not_found')));
      insideDone();
    });
    done();
  });
}

const TROUBLE_OF: Readonly<Record<number, Trouble>> = { 413: 'too_large', 415: 'bad_form' };

function sendTrouble(
  { service: { log } }: DeskContext,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof StoreUnavailable) {
    log.error({ request: request.id, error: error.name }, 'the store cannot be reached');
    return sendDeskPage(reply.header('retry-after', '5'), 503, troublePage('unavailable'));
  }
  const status = error.statusCode ?? 500;
  if (status < 500) return sendDeskPage(reply, status, troublePage(TROUBLE_OF[status] ?? 'bad_form'));
  log.error({ request: request.id, ...whereItFailed(error) }, 'a request failed by a bug');
  return sendDeskPage(reply, 500, troublePage('broken'));
}
