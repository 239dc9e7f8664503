import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import packageJson from '../../../package.json' with { type: 'json' };
import type { Limits } from '../../app/limits.ts';
import type { Log } from '../../app/ports.ts';
import type { DeskContext } from '../desk/desk-context.ts';
import { registerDesk } from '../desk/desk-routes.ts';
import { observeRequests } from '../observe-requests.ts';
import { sendProblem } from '../problem-reply.ts';
import { publishedKeysRoute } from '../published-keys.ts';
import type { RequestMetrics } from '../request-metrics.ts';
import { type ServerSettings, serverOptions } from '../server-options.ts';
import { requireKey } from './authentication.ts';
import { type Budgets, limitAddresses, limitKeys } from './budgets.ts';
import { cancelChallengeRoute } from './cancel-challenge-route.ts';
import type { ApiContext } from './challenge-routes.ts';
import { ChallengeSchema } from './challenge-schema.ts';
import { ChatfuelAnswerSchema, chatfuelRoutes } from './chatfuel-route.ts';
import { clientRoutes } from './client-routes.ts';
import { ClientSchema, ErasedClientSchema } from './client-schema.ts';
import { CreateChallengeSchema } from './create-challenge-body.ts';
import { createChallengeRoute } from './create-challenge-route.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { DeliveryPageSchema, DeliverySchema } from './delivery-schema.ts';
import { documentationPage, documentRoutes } from './documentation-routes.ts';
import { DynamicPageSchema, dynamicPageRoute } from './dynamic-page-route.ts';
import { answerError } from './error-handler.ts';
import { evidenceRoute } from './evidence-route.ts';
import { readJsonBodies } from './json-body.ts';
import { ChallengePageSchema, listChallengesRoute } from './list-challenges-route.ts';
import { EventPageSchema, listEventsRoute } from './list-events-route.ts';
import { methodsByPath, refuseOtherMethods } from './method-not-allowed.ts';
import { openapiOptions } from './openapi.ts';
import { DeliveriesChangedSchema, operateDeliveryRoutes } from './operate-delivery-routes.ts';
import { healthRoutes, metricsRoute } from './operation-routes.ts';
import { ProblemSchema } from './problem-schema.ts';
import { readChallengeRoute } from './read-challenge-route.ts';

export type ApiServerOptions = ApiContext & {
  readonly server: ServerSettings;
  readonly log: Log;
  readonly limits: Limits;
  readonly budgets: Budgets;
  readonly registry: Registry;
  readonly requestMetrics: RequestMetrics;
  /** Left out: there is none. */
  readonly desk?: DeskContext;
};

/** Answers hold links and whom they are for: nobody on the way may keep them, or take them for anything but data. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};
const HSTS = { 'strict-transport-security': 'max-age=31536000' };

/** The bots' side, ready for `inject()` or `listen()`; whoever listens also closes. */
export function buildApiServer(options: ApiServerOptions): FastifyInstance {
  const { budgets, limits, log, useCases } = options;
  const headers = options.server.tls === null ? HEADERS : { ...HEADERS, ...HSTS };
  const app = fastify({
    ...serverOptions(options.server),
    frameworkErrors: (error, request, reply) => {
      reply.headers(headers);
      // The types of this early reply and of a handler's differ in parameters that nothing here looks at.
      answerError(error, request as FastifyRequest, reply as FastifyReply, log);
    },
  });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  observeRequests(app, 'api', log, options.requestMetrics);
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log));
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'not_found'));
  readJsonBodies(app);
  for (const schema of [
    ProblemSchema,
    ChallengeSchema,
    ChallengePageSchema,
    ClientSchema,
    ErasedClientSchema,
    ChatfuelAnswerSchema,
    CreateChallengeSchema,
    DeliveriesChangedSchema,
    DeliveryPageSchema,
    DeliverySchema,
    DynamicPageSchema,
    EventPageSchema,
  ]) {
    app.addSchema(schema);
  }

  app.register(swagger, openapiOptions(packageJson.version));
  app.register((routes, _options, done) => {
    const methods = methodsByPath(routes);
    healthRoutes(routes, options);
    routes.register((keyed, _keyedOptions, keyedDone) => {
      limitAddresses(keyed, budgets, limits);
      requireKey(keyed, useCases);
      limitKeys(keyed, budgets, limits);
      dynamicPageRoute(keyed, options);
      createChallengeRoute(keyed, options);
      chatfuelRoutes(keyed, options);
      readChallengeRoute(keyed, options);
      listChallengesRoute(keyed, options);
      listEventsRoute(keyed, options);
      cancelChallengeRoute(keyed, options);
      evidenceRoute(keyed, options);
      clientRoutes(keyed, options);
      deliveryRoutes(keyed, options);
      operateDeliveryRoutes(keyed, options);
      metricsRoute(keyed, options.registry);
      keyedDone();
    });
    documentRoutes(routes);
    publishedKeysRoute(routes, useCases.publishedKeys);
    routes.after(() => refuseOtherMethods(routes, methods));
    done();
  });
  documentationPage(app);
  if (options.desk !== undefined) registerDesk(app, options.desk, options.server.tls !== null);
  return app;
}
