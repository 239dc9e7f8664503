import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import fastify from 'fastify';
import type { DeliveryMessage } from '../../src/app/ports.ts';
import { traceRequests } from '../../src/http/trace-requests.ts';
import { tracedConnector } from '../../src/outbound/traced-connector.ts';
import { startTracing } from '../../src/system/tracing.ts';

type Span = {
  readonly name: string;
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly status: { readonly code?: number };
};

/** Stands in for a collector: keeps the spans that it is sent by OTLP over HTTP. */
async function collector(context: TestContext) {
  const spans: Span[] = [];
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    bodies.push(body);
    // The form of OTLP in JSON; what is read of it is compared below.
    const sent = JSON.parse(body) as {
      readonly resourceSpans: readonly {
        readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
      }[];
    };
    spans.push(...sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = url;
  context.after(() => {
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    server.closeAllConnections();
    server.close();
  });
  return { spans, bodies };
}

test('without the variables of OpenTelemetry there are no traces', async () => {
  assert.equal(await startTracing({}, '1.0.0'), null);
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
  assert.equal(await startTracing({ ...endpoint, OTEL_SDK_DISABLED: 'true' }, '1.0.0'), null);
  assert.equal(await startTracing({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' }, '1.0.0'), null);
});

test('requests become spans named by their route, in the trace that a bot names, and hold nothing of a person', async (context) => {
  const { spans, bodies } = await collector(context);
  const tracer = await startTracing(process.env, '1.2.3');
  assert.ok(tracer);
  const app = fastify();
  traceRequests(app, 'api', tracer);
  app.get('/v1/challenges/:id', async () => ({ ok: true }));
  app.get('/broken', async () => {
    throw new Error('with 5215512345678 in it');
  });
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  await app.inject({ url: '/v1/challenges/chl_secret?api_key=csk_secret&phone=5215512345678', headers });
  await app.inject({ url: '/broken', headers: { traceparent: 'no parent' } });
  await app.close();
  await tracer.close();

  assert.deepEqual(
    spans.map(({ name, status }) => [name, status.code ?? 0]),
    [
      ['GET /v1/challenges/:id', 0],
      ['GET /broken', 2],
    ],
  );
  assert.equal(spans[0]?.traceId, traceId);
  assert.equal(spans[0]?.parentSpanId, '00f067aa0ba902b7');
  assert.notEqual(spans[1]?.traceId, traceId);
  assert.doesNotMatch(bodies.join(), /secret|5215512345678/);
  assert.match(bodies.join(), /"service\.name","value":\{"stringValue":"countersign"\}/);
});

test("on the person's side nobody says which trace a request belongs to", async (context) => {
  const { spans } = await collector(context);
  const tracer = await startTracing(process.env, '1.2.3');
  assert.ok(tracer);
  const app = fastify();
  traceRequests(app, 'person', tracer);
  app.get('/:token', async () => 'page');
  const headers = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
  await app.inject({ url: '/a-token-that-opens-something', headers });
  await app.close();
  await tracer.close();
  assert.equal(spans[0]?.name, 'GET /:token');
  assert.notEqual(spans[0]?.traceId, '4bf92f3577b34da6a3ce929d0e0e4736');
  assert.doesNotMatch(JSON.stringify(spans), /opens-something/);
});

test('each attempt at a delivery is a span with its outcome', async (context) => {
  const { spans } = await collector(context);
  const tracer = await startTracing(process.env, '1.2.3');
  assert.ok(tracer);
  const connector = tracedConnector(
    {
      name: 'webhook',
      events: new Set(['passed']),
      sendsLink: false,
      requestsPerSecond: null,
      send: async () => ({ type: 'refused', error: 'with 5215512345678 in it' }),
    },
    tracer,
  );
  // Only what the span looks at, and a phone number that it must not.
  const message = {
    event: 'passed',
    channel: 'main',
    challenge: 'chl_1',
    delivery: 'dlv_1',
    attempt: 2,
    phone: '5215512345678',
  } as unknown as DeliveryMessage;
  const outcome = await connector.send(message, new AbortController().signal);
  assert.equal(outcome.type, 'refused');
  await tracer.close();
  const fields = Object.fromEntries(
    (spans[0]?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]),
  );
  assert.deepEqual([spans[0]?.name, spans[0]?.status.code], ['deliver passed', 2]);
  assert.equal(fields['countersign.outcome'], 'refused');
  assert.equal(fields['countersign.attempt'], 2);
  assert.doesNotMatch(JSON.stringify(spans), /5215512345678/);
});
