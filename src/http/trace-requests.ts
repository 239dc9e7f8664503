import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OpenSpan, Tracer } from '../app/tracer.ts';
import type { Side } from './request-metrics.ts';

/** A version, two ids and flags (https://www.w3.org/TR/trace-context/#traceparent-header). */
const TRACE_PARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * A span for each request, named by its method and the pattern of its route: never by its path, which can be a link.
 * Bots may say which trace theirs belong to; people's browsers are not asked.
 */
export function traceRequests(app: FastifyInstance, side: Side, tracer: Tracer): void {
  const open = new WeakMap<FastifyRequest, OpenSpan>();
  app.addHook('onRequest', (request, _reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    const span = tracer.begin({
      name: `${method} ${route}`,
      kind: 'server',
      parent: side === 'api' ? parentOf(request) : null,
      fields: {
        'http.request.method': method,
        'http.route': route,
        'countersign.side': side,
        'countersign.request': request.id,
      },
    });
    open.set(request, span);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode } = reply;
    open.get(request)?.end({ 'http.response.status_code': statusCode }, statusCode >= 500);
    done();
  });
}

function parentOf(request: FastifyRequest): string | null {
  const header = request.headers['traceparent'];
  return typeof header === 'string' && TRACE_PARENT.test(header) ? header : null;
}
