import type { FastifyInstance } from 'fastify';
import type { Log } from '../app/ports.ts';
import type { RequestMetrics, Side } from './request-metrics.ts';

/** Asked for every few seconds by machines: counted, but in the log only where something is wrong. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Counts every answered request, and tells the log of it in ids and figures: the pattern of the route and not the path,
 * since a path can be a link, and neither a query string nor a header, since either can hold a key.
 */
export function observeRequests(app: FastifyInstance, side: Side, log: Log, metrics: RequestMetrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const milliseconds = reply.elapsedTime;
    const { method } = request;
    const status = reply.statusCode;
    metrics.observe(side, method, route, status, milliseconds / 1000);
    if (status >= 400 || !PROBES.has(route)) {
      const ms = Math.round(milliseconds * 10) / 10;
      log.info({ side, request: request.id, method, route, status, ms }, 'request answered');
    }
    done();
  });
}
