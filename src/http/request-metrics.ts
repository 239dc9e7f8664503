import { Counter, Histogram, type Registry } from 'prom-client';

export type Side = 'api' | 'person';

/** What is counted of every request. Labels hold route patterns, never what a request held. */
export type RequestMetrics = {
  observe(side: Side, method: string, route: string, status: number, seconds: number): void;
};

/** Registers the metrics of requests; once for each registry. */
export function requestMetrics(registry: Registry): RequestMetrics {
  const requests = new Counter({
    name: 'countersign_http_requests_total',
    help: 'Requests answered, by side, method, route and status.',
    labelNames: ['side', 'method', 'route', 'status'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'countersign_http_request_duration_seconds',
    help: 'Seconds from the head of a request to the end of its answer; waiting for a verdict included.',
    labelNames: ['side', 'route'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [registry],
  });
  return {
    observe(side, method, route, status, seconds) {
      requests.inc({ side, method, route, status: String(status) });
      durations.observe({ side, route }, seconds);
    },
  };
}
