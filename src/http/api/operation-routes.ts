import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { Type } from '../../kernel/schema.ts';
import { retryAfter, sendProblem } from '../problem-reply.ts';
import type { ApiContext } from './challenge-routes.ts';
import { keylessProblemResponses, problemResponses } from './problem-schema.ts';

const TAG = 'Operation';
const READY_WITHIN_MILLISECONDS = 2000;
const NOT_READY_RETRY_SECONDS = 2;

const statusSchema = (status: string) =>
  Type.Object({ status: Type.Unsafe<string>({ type: 'string', enum: [status] }) });

const liveness = {
  tags: [TAG],
  operationId: 'health',
  summary: 'Whether the process runs',
  security: [],
  response: { 200: { ...statusSchema('ok'), description: 'It does.' } },
};

const readiness = {
  tags: [TAG],
  operationId: 'ready',
  summary: 'Whether requests should be sent here: the store can be reached, and no shutdown has begun',
  security: [],
  response: {
    200: { ...statusSchema('ready'), description: 'They should.' },
    ...keylessProblemResponses('not_ready'),
  },
};

const metrics = {
  tags: [TAG],
  operationId: 'metrics',
  summary: 'Figures in the text format of Prometheus',
  response: {
    200: {
      description: 'The figures.',
      content: { 'text/plain': { schema: Type.String() } },
    },
    ...problemResponses(),
  },
};

/** `GET /healthz` and `GET /readyz`: what a supervisor and a load balancer ask, without a key. */
export function healthRoutes(app: FastifyInstance, { useCases, draining }: ApiContext): void {
  app.get('/healthz', { schema: liveness }, async () => ({ status: 'ok' }));

  const storeAnswers = oneAtATime(() => withinTime(useCases.pingStore(), READY_WITHIN_MILLISECONDS));
  app.get('/readyz', { schema: readiness }, async (_request, reply) => {
    const reason = draining.aborted
      ? 'The service is shutting down.'
      : (await storeAnswers())
        ? null
        : 'The store does not answer.';
    if (reason === null) return { status: 'ready' };
    return sendProblem(reply, 'not_ready', reason, retryAfter(NOT_READY_RETRY_SECONDS));
  });
}

/** `GET /metrics` */
export function metricsRoute(app: FastifyInstance, registry: Registry): void {
  app.get('/metrics', { schema: metrics }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}

/** Asks again only once the last answer is there, so that a store that hangs is not asked ever more often. */
function oneAtATime(ask: () => Promise<boolean>): () => Promise<boolean> {
  let underWay: Promise<boolean> | null = null;
  return () => {
    underWay ??= ask().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

/** Whether `work` ends well within the time given. */
function withinTime(work: Promise<void>, milliseconds: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), milliseconds);
  work.then(
    () => resolve(true),
    () => resolve(false),
  );
  return promise.finally(() => clearTimeout(timer));
}
