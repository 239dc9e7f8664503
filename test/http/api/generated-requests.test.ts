import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import type { Channel } from '../../../src/app/channel.ts';
import type { ChallengeRequest, CreateOutcome } from '../../../src/app/create-outcome.ts';
import { inject } from '../requests.ts';
import { type FakeApi, fakeApi, problemOf, view } from './fake-api.ts';
import { allowed, broken, type Target, targetsOf } from './generated-requests.ts';
import type { OpenApi } from './openapi-document.ts';

/** `GENERATED_REQUESTS=100000` for a long run. */
const REQUESTS = Number(process.env['GENERATED_REQUESTS'] ?? 3000);
const SEED = 20_261_122;

const LINK = 'https://verify.example.com/Zk3vJc0m5sUoYb1QeXw8Rg';
const OUTCOMES: readonly CreateOutcome[] = [
  { type: 'created', challenge: view({ url: LINK }), replayed: false },
  { type: 'locked', retryAfterSeconds: 900 },
  { type: 'locked_for_operator' },
  { type: 'asked_too_often', retryAfterSeconds: 3 },
  { type: 'facts_missing', needed: 1, anyOf: ['date_of_birth'], unusable: [] },
  { type: 'callback_missing' },
  { type: 'facts_exhausted', facts: ['date_of_birth'] },
];
const OUTCOMES_OF_A_POLICY: readonly CreateOutcome[] = [...OUTCOMES, { type: 'unknown_policy' }];
const OUTCOMES_OF_A_KEY: readonly CreateOutcome[] = [
  { type: 'created', challenge: view({ url: LINK }), replayed: true },
  { type: 'idempotency_key_reused' },
  { type: 'idempotency_in_flight' },
];

/** Each time another of the outcomes that such a request can have. */
function changingOutcomes(): (channel: Channel, request: ChallengeRequest) => Promise<CreateOutcome> {
  let turn = 0;
  return async (_channel, request) => {
    turn += 1;
    const outcomes = outcomesOf(request);
    return outcomes[turn % outcomes.length] ?? { type: 'locked_for_operator' };
  };
}

function outcomesOf({ callback, idempotency, policy }: ChallengeRequest): readonly CreateOutcome[] {
  if (callback !== null) return [{ type: 'callback_elsewhere' }, { type: 'callback_not_taken' }];
  if (idempotency !== null) return OUTCOMES_OF_A_KEY;
  return policy === null ? OUTCOMES : OUTCOMES_OF_A_POLICY;
}

let document: OpenApi;
let well: FakeApi;
let moody: FakeApi;

before(async () => {
  well = fakeApi();
  moody = fakeApi({ createChallenge: changingOutcomes() });
  document = (await inject(well.app, { url: '/openapi.json' })).json();
});

/** Fails where the answer is none that the document names for this operation. */
function assertDescribed(target: Target, response: LightMyRequestResponse): void {
  const described = target.operation.responses[String(response.statusCode)];
  assert.ok(described !== undefined, `${response.statusCode} is not described: ${response.body}`);
  if (response.statusCode < 400) return;
  const { code } = problemOf(response);
  const codes = Object.keys(described.content['application/problem+json']?.examples ?? {});
  assert.ok(codes.includes(code), `${code} is not described`);
}

/** What a request of the framework's own could answer besides: a path that its damage made another one. */
const leftItsPath = (response: LightMyRequestResponse): boolean =>
  response.statusCode === 404 && response.json<{ code: string }>().code === 'not_found';

test('what the document allows is accepted, and answered as described', async () => {
  await check(allowed, well, async (target, response) => {
    assert.ok(response.statusCode < 300, response.body);
    assertDescribed(target, response);
  });
});

test('what is broken is refused with a described 4xx, or was still good; never with a 5xx', async () => {
  await check(broken, moody, async (target, response) => {
    assert.ok(response.statusCode < 500, response.body);
    if (!leftItsPath(response)) assertDescribed(target, response);
  });
});

async function check(
  make: typeof allowed,
  { send }: FakeApi,
  holds: (target: Target, response: LightMyRequestResponse) => Promise<void>,
): Promise<void> {
  const targets = new Map(targetsOf(document).map((target) => [target.operation.operationId, target]));
  const requests = [...targets].map(([name, target]) => fc.tuple(fc.constant(name), make(document, target)));
  const property = fc.asyncProperty(fc.oneof(...requests), async ([name, options]) => {
    const target = targets.get(name);
    assert.ok(target !== undefined);
    await holds(target, await send(options));
  });
  await fc.assert(property, { seed: SEED, numRuns: REQUESTS });
}
