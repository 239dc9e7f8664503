import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CreateOutcome } from '../../../src/app/create-outcome.ts';
import { dayNumber } from '../../../src/kernel/calendar.ts';
import { fakeApi, ID, problemOf, refusalOf, view } from './fake-api.ts';

const BODY = {
  client_id: '5215512345678',
  phone: '+5215512345678',
  flow: 'Balance',
  locale: 'es-mx',
  facts: { date_of_birth: '1980-02-03' },
  purpose: 'See the balance of your vault',
  policy: 'default',
  ttl_seconds: 60,
  metadata: { order: 'A-17' },
};

const post = (body: unknown, headers: Record<string, string> = {}) => ({
  method: 'POST' as const,
  url: '/v1/challenges',
  headers: { 'content-type': 'application/json', ...headers },
  payload: typeof body === 'string' ? body : JSON.stringify(body),
});

test('a challenge is answered 201 with its link, its path, and times in RFC 3339', async () => {
  const { send, created } = fakeApi();
  const response = await send(post(BODY));
  assert.equal(response.statusCode, 201);
  assert.equal(response.headers['location'], `/v1/challenges/${ID}`);
  assert.equal(response.headers['cache-control'], 'no-store');
  assert.deepEqual(response.json(), {
    id: ID,
    url: 'https://verify.example.com/Zk3vJc0m5sUoYb1QeXw8Rg',
    status: 'pending',
    reason: null,
    client_id: '5215512345678',
    flow: 'Balance',
    purpose: null,
    metadata: null,
    created_at: '2026-11-22T09:30:00.000Z',
    first_viewed_at: null,
    decided_at: null,
    expires_at: '2026-11-22T09:31:00.000Z',
    deliveries: [],
  });
  assert.partialDeepStrictEqual(created[0], {
    clientId: '5215512345678',
    phone: '+5215512345678',
    flow: 'Balance',
    locale: 'es-MX',
    purpose: 'See the balance of your vault',
    metadata: { order: 'A-17' },
    facts: [{ kind: 'date_of_birth', day: dayNumber({ year: 1980, month: 2, day: 3 }) }],
    policy: 'default',
    ttlSeconds: 60,
    idempotency: null,
  });
});

test('the client alone is enough of a body, and what is null or unfilled counts as left out', async () => {
  const { send, created } = fakeApi();
  const nothing = {
    phone: null,
    flow: '',
    purpose: '{{purpose}}',
    policy: null,
    ttl_seconds: null,
    metadata: null,
  };
  assert.equal((await send(post({ client_id: 'a' }))).statusCode, 201);
  assert.equal(
    (await send(post({ client_id: 'a', facts: { date_of_birth: null }, ...nothing }))).statusCode,
    201,
  );
  assert.deepEqual(created[0], created[1]);
});

const DEEP = 'aé漢🙂'.repeat(64);
const REFUSED: readonly (readonly [string, unknown, RegExp])[] = [
  ['a member that is unknown', { ...BODY, priority: 1 }, /member "priority" is unknown/],
  [
    'a fact that is unknown',
    { ...BODY, facts: { shoe_size: '44' } },
    /member "shoe_size" of "facts" is unknown/,
  ],
  ['no client', { facts: BODY.facts }, /member "client_id" is missing/],
  ['a client that is a number', { client_id: 5215512345678 }, /member "client_id" must be a text/],
  ['a client without a character', { client_id: '' }, /at least 1 characters/],
  ['a client that is a placeholder', { client_id: '{{chatfuel user id}}' }, /empty or was never filled in/],
  ['a client of spaces', { client_id: '   ' }, /empty or was never filled in/],
  ['a client with a line break', { client_id: 'a\nb' }, /characters that are not allowed/],
  ['a client with half a surrogate pair', '{"client_id":"\\ud83d"}', /characters that are not allowed/],
  [
    'a purpose with half a surrogate pair',
    '{"client_id":"a","purpose":"\\udc00"}',
    /"purpose" holds characters/,
  ],
  ['a purpose that is too long', { client_id: 'a', purpose: 'x'.repeat(10_001) }, /at most 10000 characters/],
  ['too short a time', { ...BODY, ttl_seconds: 9 }, /"ttl_seconds" must be at least 10/],
  ['too long a time', { ...BODY, ttl_seconds: 601 }, /"ttl_seconds" must be at most 600/],
  ['a time written as text', { ...BODY, ttl_seconds: '60' }, /"ttl_seconds" must be a whole number or null/],
  ['half a second', { ...BODY, ttl_seconds: 60.5 }, /"ttl_seconds" must be a whole number or null/],
  ['metadata that is nested', { ...BODY, metadata: { a: { b: '1' } } }, /"metadata.a" must be a text/],
  ['metadata that is too long', { ...BODY, metadata: { a: 'x'.repeat(513) } }, /at most 512 characters/],
  [
    'a metadata name that is too long',
    { ...BODY, metadata: { [DEEP]: '1' } },
    /A name of "metadata" must have 1 to 64/,
  ],
  [
    'too much metadata',
    { ...BODY, metadata: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`n${index}`, ''])) },
    /at most 20 members/,
  ],
  ['a list', [], /The body must be an object/],
  ['null', 'null', /The body must be an object/],
  ['nothing', '', /The body must be an object/],
];

for (const [what, body, sentence] of REFUSED) {
  test(`a body with ${what} is 400, and what is wrong is named`, async () => {
    const { send, created } = fakeApi();
    const response = await send(post(body));
    assert.deepEqual(refusalOf(response), [400, 'invalid_request']);
    assert.match(problemOf(response).detail, sentence);
    assert.equal(created.length, 0);
  });
}

test('a body that is no JSON, no UTF-8 or reaches for prototypes is 400', async () => {
  const { send } = fakeApi();
  const malformed = [
    '{"client_id": "a"',
    '{"client_id":"a","metadata":{"__proto__":"x"}}',
    Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  ];
  for (const payload of malformed) {
    const response = await send({ ...post(''), payload });
    assert.deepEqual(refusalOf(response), [400, 'malformed_body']);
  }
});

test('a body of another type is 415', async () => {
  const { send } = fakeApi();
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
    const response = await send(post('client_id=a', { 'content-type': type }));
    assert.deepEqual(refusalOf(response), [415, 'unsupported_media_type']);
  }
});

test('a body of more than 16 KiB is 413', async () => {
  const { send } = fakeApi();
  const response = await send(post({ client_id: 'a', purpose: '漢'.repeat(6000) }));
  assert.deepEqual(refusalOf(response), [413, 'body_too_large']);
});

test('a purpose of 10,000 characters is taken whole, whatever it holds', async () => {
  const { send, created } = fakeApi();
  const purpose = `<b>\u202e\u0000"\\\n漢🙂${'p'.repeat(9990)}`;
  const response = await send(post({ client_id: 'a', purpose }));
  assert.equal(response.statusCode, 201);
  assert.equal([...purpose].length, 10_000);
  assert.equal(created[0]?.purpose, purpose);
});

test('a fact that does not parse is 422, which names the fact and its form but not the value', async () => {
  const { send, created } = fakeApi();
  for (const value of ['1980-02-30', '3.2.1980', '2030-01-01', 'birthday']) {
    const response = await send(post({ ...BODY, facts: { date_of_birth: value } }));
    assert.deepEqual(refusalOf(response), [422, 'invalid_fact']);
    assert.match(problemOf(response).detail, /fact date_of_birth must be a real date written YYYY-MM-DD/);
    assert.ok(!response.body.includes(value));
  }
  const response = await send(post({ ...BODY, facts: { date_of_birth: 19800203 } }));
  assert.deepEqual(refusalOf(response), [422, 'invalid_fact']);
  assert.ok(!response.body.includes('19800203'));
  assert.equal(created.length, 0);
});

test('a fact that a platform never filled in is none', async () => {
  const { send, created } = fakeApi();
  for (const value of ['', ' ', 'null', 'not set', '{{birthday}}']) {
    assert.equal((await send(post({ ...BODY, facts: { date_of_birth: value } }))).statusCode, 201, value);
  }
  assert.ok(created.every(({ facts }) => facts.length === 0));
});

test('a callback is taken as it came, to the last byte, and its token with it', async () => {
  const { send, created } = fakeApi();
  const callback_url = "HTTPS://N8N.example.com:443/webhook-waiting/../1?signature=a%2fb'|{}";
  const response = await send(post({ ...BODY, callback_url, callback_bearer: 's3cret' }));
  assert.equal(response.statusCode, 201);
  assert.deepEqual(created[0]?.callback, { url: callback_url, bearer: 's3cret' });
  assert.doesNotMatch(response.body, /s3cret|signature/);
  await send(post({ ...BODY, callback_url, callback_bearer: '{{token}}' }));
  assert.deepEqual(created[1]?.callback, { url: callback_url, bearer: null });
});

test('a callback that was never filled in is none', async () => {
  const { send, created } = fakeApi();
  for (const callback_url of [null, '', 'not set', '{{$execution.resumeUrl}}']) {
    assert.equal((await send(post({ ...BODY, callback_url }))).statusCode, 201);
  }
  assert.ok(created.every(({ callback }) => callback === null));
});

test('a callback that is no plain web address is 400, and is not quoted', async () => {
  const { send, created } = fakeApi();
  for (const callback_url of [
    'n8n.example.com/x',
    'ftp://n8n.example.com/SECRET',
    'javascript:SECRET',
    'https://u:SECRET@n8n.example.com/',
    'https://n8n.example.com/#SECRET',
    'https://n8n.example.com\\SECRET',
    'https://n8n.example.com/ü-SECRET',
    'https://n8n.example.com/a SECRET',
    'https://n8n.example.com/a\nSECRET',
    'https:///SECRET',
    'https://[SECRET',
  ]) {
    const response = await send(post({ ...BODY, callback_url }));
    assert.deepEqual(refusalOf(response), [400, 'invalid_request'], callback_url);
    assert.match(problemOf(response).detail, /"callback_url" must be an http/);
    assert.doesNotMatch(response.body, /SECRET/);
  }
  assert.equal(created.length, 0);
});

test('a callback that the channel does not call is 422, and so is none where it needs one', async () => {
  for (const [type, code] of [
    ['callback_missing', 'callback_missing'],
    ['callback_elsewhere', 'callback_not_allowed'],
    ['callback_not_taken', 'callback_not_allowed'],
  ] as const) {
    const { send } = fakeApi({ createChallenge: async () => ({ type }) });
    assert.deepEqual(refusalOf(await send(post(BODY))), [422, code]);
  }
});

test('a locale that is no language tag is taken for none', async () => {
  const { send, created } = fakeApi();
  for (const locale of ['english please', '', '*', 'x']) await send(post({ client_id: 'a', locale }));
  assert.deepEqual(new Set(created.map(({ locale }) => locale)), new Set([null]));
});

test('a query parameter is refused by name', async () => {
  const { send } = fakeApi();
  const response = await send({ ...post(BODY), url: '/v1/challenges?ttl_seconds=60' });
  assert.deepEqual(refusalOf(response), [400, 'parameter_invalid']);
  assert.match(problemOf(response).detail, /parameter "ttl_seconds" is unknown/);
});

test('a first answer given again is the same and says so', async () => {
  const again = async (): Promise<CreateOutcome> => ({ type: 'created', challenge: view(), replayed: true });
  const first = fakeApi({
    createChallenge: async () => ({ type: 'created', challenge: view(), replayed: false }),
  });
  const second = fakeApi({ createChallenge: again });
  const headers = { 'idempotency-key': 'order A-17' };
  const answers = [await first.send(post(BODY, headers)), await second.send(post(BODY, headers))];
  assert.deepEqual(
    answers.map(({ statusCode, headers: { location }, body }) => [statusCode, location, body])[0],
    answers.map(({ statusCode, headers: { location }, body }) => [statusCode, location, body])[1],
  );
  assert.deepEqual(
    answers.map((answer) => answer.headers['idempotency-replayed']),
    [undefined, 'true'],
  );
});

test('what a request means, and not how it is spelt, decides whether it is the same', async () => {
  const { send, created } = fakeApi();
  const headers = { 'idempotency-key': 'k' };
  await send(post('{"client_id":"a","metadata":{"x":"1","y":"2"}}', headers));
  await send(post('{ "metadata": {"y":"2","x":"1"}, "client_id": "a", "phone": null }', headers));
  await send(post('{"client_id":"a","metadata":{"x":"1","y":"3"}}', headers));
  await send(post('{"client_id":"a","metadata":{"x":"1","y":"2"},"ttl_seconds":60}', headers));
  const [first, same, other, longer] = created.map(({ idempotency }) => idempotency?.requestHash.toHex());
  assert.equal(created[0]?.idempotency?.key, 'k');
  assert.equal(first, same);
  assert.equal(new Set([first, other, longer]).size, 3);
});

test('an Idempotency-Key that is empty, too long or not ASCII is 400', async () => {
  const { send, created } = fakeApi();
  for (const key of ['', 'k'.repeat(256), 'clé']) {
    const response = await send(post({ client_id: 'a' }, { 'idempotency-key': key }));
    assert.deepEqual(refusalOf(response), [400, 'invalid_request']);
    assert.match(problemOf(response).detail, /The header idempotency-key/i);
  }
  assert.equal(created.length, 0);
});

const REFUSALS: readonly (readonly [CreateOutcome, number, string, RegExp])[] = [
  [{ type: 'locked', retryAfterSeconds: 900 }, 429, 'client_locked', /locked out/],
  [{ type: 'locked_for_operator' }, 429, 'client_locked_for_operator', /operator/],
  [{ type: 'asked_too_often', retryAfterSeconds: 0 }, 429, 'asked_too_often', /too often/],
  [{ type: 'unknown_policy' }, 422, 'unknown_policy', /no policy/],
  [
    { type: 'facts_missing', needed: 1, anyOf: ['date_of_birth'], unusable: [] },
    422,
    'facts_missing',
    /needs 1 more of these facts: date_of_birth\./,
  ],
  [{ type: 'facts_exhausted', facts: ['date_of_birth'] }, 429, 'facts_exhausted', /another way.*unlock/],
  [{ type: 'facts_unavailable' }, 503, 'facts_unavailable', /No challenge was made/],
  [{ type: 'idempotency_key_reused' }, 422, 'idempotency_key_reused', /another request/],
  [{ type: 'idempotency_in_flight' }, 409, 'idempotency_in_flight', /still/],
];

for (const [outcome, status, code, sentence] of REFUSALS) {
  test(`an outcome of ${outcome.type} is ${status} in plain words`, async () => {
    const { send } = fakeApi({ createChallenge: async () => outcome });
    const response = await send(post(BODY));
    assert.deepEqual(refusalOf(response), [status, code]);
    assert.match(problemOf(response).detail, sentence);
    if (status === 429 || status === 409 || status === 503)
      assert.match(String(response.headers['retry-after']), /^[1-9]\d*$/);
  });
}
