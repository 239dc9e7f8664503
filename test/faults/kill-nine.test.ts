import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startChatfuelStandIn } from '../../src/standins/chatfuel.ts';
import { eventually, rightOption, send, shownBy } from '../flaws/running-service.ts';
import { KEY, ServedProcess } from './served-process.ts';

const CYCLES = Number(process.env['KILL_CYCLES'] ?? 50);
const JOURNEYS_AT_ONCE = 4;
/** The kill falls anywhere in the journeys, which take some tens of milliseconds each. */
const LONGEST_LIFE_MILLISECONDS = 250;
const BOT = { botId: 'bot-1', token: 'token-1' };

/** What the outside was told: every id here was acknowledged, and every verdict was answered with a 303. */
type Acknowledged = { readonly challenges: Set<string>; readonly passed: Set<string> };

test(`killed at any instant, ${CYCLES} times over, the service loses nothing that it acknowledged`, async () => {
  const chatfuel = await startChatfuelStandIn(BOT);
  const service = await ServedProcess.prepare({
    CHATFUEL_TOKEN: BOT.token,
    CHATFUEL_BOT_ID: BOT.botId,
    CHATFUEL_API_URL: chatfuel.url,
    CHALLENGE_TTL_SECONDS: '600',
  });
  const acknowledged: Acknowledged = { challenges: new Set(), passed: new Set() };
  try {
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      await service.start();
      const life = (LONGEST_LIFE_MILLISECONDS * ((cycle * 37) % CYCLES)) / CYCLES;
      const killed = new Promise((resolve) => setTimeout(resolve, life)).then(() => service.killNow());
      const journeys = Array.from({ length: JOURNEYS_AT_ONCE }, (_, nth) =>
        journeysUntilKilled(service, `client ${cycle}-${nth}`, acknowledged),
      );
      await Promise.all([killed, ...journeys]);
    }
    await service.start();
    await everythingIsThere(service, acknowledged);
    for (const id of acknowledged.passed) {
      const told = await eventually(() => accepted(chatfuel.calls, id)[0] ?? null);
      assert.equal(told.query['user_validated'], 'true');
      assert.ok(accepted(chatfuel.calls, id).every(({ query }) => query['user_validated'] === 'true'));
    }
    assert.ok(acknowledged.passed.size > 0, 'no journey came to its end: the test proves nothing');
  } finally {
    await service.stop();
    await chatfuel.close();
    service.remove();
  }
});

/** Lives through journeys until the service is gone, and notes what it acknowledged on the way. */
async function journeysUntilKilled(
  service: ServedProcess,
  client: string,
  acknowledged: Acknowledged,
): Promise<void> {
  try {
    for (let journey = 0; ; journey++) {
      const { id, url } = await createChallenge(service, `${client}-${journey}`);
      acknowledged.challenges.add(id);
      const response = await send(url, { q1: rightOption(await shownBy(url)).value });
      assert.equal(response.status, 303);
      acknowledged.passed.add(id);
    }
  } catch (error) {
    // What a killed server leaves of a request; anything else is a finding.
    if (!isNetworkFailure(error)) throw error;
  }
}

async function createChallenge(
  service: ServedProcess,
  client: string,
): Promise<{ readonly id: string; readonly url: string }> {
  const response = await fetch(`${service.apiUrl}/v1/challenges`, {
    method: 'POST',
    headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: client, flow: 'Balance', facts: { date_of_birth: '1980-02-03' } }),
  });
  const body: unknown = await response.json();
  assert.equal(response.status, 201, JSON.stringify(body));
  assert.ok(typeof body === 'object' && body !== null && 'id' in body && 'url' in body);
  return { id: String(body.id), url: String(body.url) };
}

async function everythingIsThere(service: ServedProcess, acknowledged: Acknowledged): Promise<void> {
  for (const id of acknowledged.challenges) {
    const response = await fetch(`${service.apiUrl}/v1/challenges/${id}`, { headers: { 'x-api-key': KEY } });
    assert.equal(response.status, 200, `${id} was acknowledged and is gone`);
    const body: unknown = await response.json();
    assert.ok(typeof body === 'object' && body !== null && 'status' in body && 'deliveries' in body);
    if (acknowledged.passed.has(id)) assert.equal(body.status, 'passed', `${id} passed and is forgotten`);
    assert.ok(Array.isArray(body.deliveries));
    assert.equal(body.deliveries.length, body.status === 'passed' ? 1 : 0);
  }
}

const accepted = (
  calls: readonly { readonly query: Readonly<Record<string, string>>; readonly status: number | null }[],
  id: string,
) => calls.filter(({ query, status }) => status === 200 && query['verification_id'] === id);

const isNetworkFailure = (error: unknown): boolean =>
  error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');
