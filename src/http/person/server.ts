import Fastify, { type FastifyInstance } from 'fastify';
import { observeRequests } from '../observe-requests.ts';
import { securityHeaders } from '../security-headers.ts';
import { type ServerSettings, serverOptions } from '../server-options.ts';
import type { PersonSide } from './person-side.ts';
import { sendUnknown } from './refusals.ts';
import { registerPersonRoutes } from './routes.ts';

/** The server of the person's side, which does not listen yet. */
export function buildPersonServer(side: PersonSide, settings: ServerSettings): FastifyInstance {
  const headers = securityHeaders(settings.tls !== null);
  const app: FastifyInstance = Fastify({
    ...serverOptions(settings),
    // Addresses that cannot be decoded, or are too long to be a link, never reach a route nor a hook.
    frameworkErrors: (_error, request, reply) => {
      reply.headers(headers);
      sendUnknown(side, request, reply);
    },
  });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  observeRequests(app, 'person', side.log, side.requestMetrics);
  registerPersonRoutes(app, side);
  return app;
}
