import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { channelId } from '../../src/kernel/ids.ts';
import { factsSource } from '../../src/outbound/facts-source.ts';
import { httpClient } from '../../src/outbound/http-client.ts';
import { webhookSigner } from '../../src/outbound/webhook-signing.ts';
import { startFactsStandIn } from '../../src/standins/facts.ts';
import { type StandInAnswer, startStandInServer } from '../../src/standins/stand-in-server.ts';
import { fakeClock } from '../fakes/clock.ts';
import { seededEntropy } from '../fakes/entropy.ts';
import { recordingLog } from '../fakes/log.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const CANARY = '1977-07-17';
const QUERY = { clientId: 'ana-client', channel: channelId('default'), kinds: ['date_of_birth'] } as const;

async function sourceAt(
  context: TestContext,
  server: Awaited<ReturnType<typeof startStandInServer>>,
  { allowed = true, timeoutMilliseconds = 5000 } = {},
) {
  const clock = fakeClock();
  const log = recordingLog();
  const http = httpClient({ clock, allowedHosts: allowed ? ['127.0.0.1'] : [], timeoutMilliseconds });
  context.after(async () => {
    await http.close();
    await server.close();
  });
  const sign = webhookSigner(SECRET);
  assert.ok(sign !== null);
  const url = new URL(`${server.url}/facts`);
  const source = factsSource({ url, sign, http, clock, entropy: seededEntropy(1), log, lists: new Map() });
  return { source, log };
}

const answering = (answer: StandInAnswer) => startStandInServer({}, () => answer);

test('a known client is answered with its facts, asked for by one signed request', async (context) => {
  const clients = new Map([['ana-client', { date_of_birth: CANARY }]]);
  const server = await startFactsStandIn({ secret: SECRET, clients });
  const { source } = await sourceAt(context, server);
  assert.deepEqual(await source.factsOf(QUERY), {
    type: 'known',
    facts: [{ kind: 'date_of_birth', day: Date.UTC(1977, 6, 17) / 86_400_000 }],
  });
  assert.equal(server.calls.length, 1);
  assert.deepEqual(JSON.parse(server.calls[0]?.body ?? ''), {
    type: 'facts.requested',
    timestamp: '2026-11-22T09:30:00.000Z',
    data: { client_id: 'ana-client', channel: 'default', facts: ['date_of_birth'] },
  });
});

test('a client that it does not know is unknown, with or without facts of nobody', async (context) => {
  const server = await startFactsStandIn({ secret: SECRET, clients: new Map() });
  const { source } = await sourceAt(context, server);
  assert.deepEqual(await source.factsOf(QUERY), { type: 'unknown', examples: [] });
  const other = await answering({ status: 200, body: { known: false, facts: { year: 2011 } } });
  const { source: elsewhere } = await sourceAt(context, other);
  assert.deepEqual(await elsewhere.factsOf(QUERY), {
    type: 'unknown',
    examples: [{ kind: 'year', year: 2011 }],
  });
});

test('what fails once is asked again under the same id; what fails twice is no answer', async (context) => {
  const clients = new Map([['ana-client', { date_of_birth: CANARY }]]);
  const server = await startFactsStandIn({ secret: SECRET, clients });
  const { source, log } = await sourceAt(context, server);
  server.misbehave({ type: 'answer', status: 503, headers: {}, body: '' }, 1);
  assert.equal((await source.factsOf(QUERY)).type, 'known');
  assert.equal(new Set(server.calls.map(({ headers }) => headers['webhook-id'])).size, 1);
  server.misbehave({ type: 'answer', status: 503, headers: {}, body: '' });
  assert.deepEqual(await source.factsOf(QUERY), { type: 'unavailable' });
  assert.equal(server.calls.length, 4);
  assert.deepEqual(log.lines.at(-1)?.fields['why'], 'It answered 503.');
});

test('one that hangs is given up', async (context) => {
  const server = await startFactsStandIn({ secret: SECRET, clients: new Map() });
  const { source } = await sourceAt(context, server, { timeoutMilliseconds: 50 });
  server.misbehave({ type: 'hang' });
  assert.deepEqual(await source.factsOf(QUERY), { type: 'unavailable' });
});

test('an address in the own network is not called unless it is allowed', async (context) => {
  const server = await startFactsStandIn({ secret: SECRET, clients: new Map() });
  const { source } = await sourceAt(context, server, { allowed: false });
  assert.deepEqual(await source.factsOf(QUERY), { type: 'unavailable' });
  assert.equal(server.calls.length, 0);
});

for (const body of [
  'no JSON',
  '[]',
  '{}',
  '{"facts":[]}',
  '{"facts":{"date_of_birth":"17.07.1977"}}',
  `{"facts":{"date_of_birth":["${CANARY}"]}}`,
  `{"facts":{"shoe_size":"${CANARY}"}}`,
]) {
  test(`an answer of ${body} is none, and the log tells what is expected without a word of it`, async (context) => {
    const { source, log } = await sourceAt(context, await answering({ status: 200, body }));
    assert.deepEqual(await source.factsOf(QUERY), { type: 'unavailable' });
    const told = JSON.stringify(log.lines);
    assert.match(told, /expected/);
    assert.doesNotMatch(told, /1977|shoe|ana-client|whsec/);
  });
}

test('neither facts nor clients reach the log, whatever happens', async (context) => {
  const clients = new Map([['ana-client', { date_of_birth: CANARY }]]);
  const server = await startFactsStandIn({ secret: SECRET, clients });
  const { source, log } = await sourceAt(context, server);
  await source.factsOf(QUERY);
  server.misbehave({ type: 'answer', status: 500, headers: {}, body: '' });
  await source.factsOf(QUERY);
  assert.doesNotMatch(JSON.stringify(log.lines), /1977|ana-client|whsec/);
});
