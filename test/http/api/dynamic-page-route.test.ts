import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayNumber } from '../../../src/kernel/calendar.ts';
import { fakeApi, problemOf, refusalOf } from './fake-api.ts';

const GOOD = {
  client_id: '5215512345678',
  telefono: '+5215512345678',
  flow_name: 'Saldo de bóveda',
  fecha_cumple: '1980-02-03',
};

const ask = (query: Record<string, string> | string) => ({ url: '/generate_dynamic_page', query });

test('a request with all four parameters is answered with the link and nothing else', async () => {
  const { send, created } = fakeApi();
  const response = await send(ask(GOOD));
  assert.equal(response.statusCode, 200);
  assert.deepEqual(response.json(), { dynamic_url: 'https://verify.example.com/Zk3vJc0m5sUoYb1QeXw8Rg' });
  assert.partialDeepStrictEqual(created, [
    {
      clientId: '5215512345678',
      phone: '+5215512345678',
      flow: 'Saldo de bóveda',
      locale: null,
      purpose: null,
      metadata: null,
      facts: [{ kind: 'date_of_birth', day: dayNumber({ year: 1980, month: 2, day: 3 }) }],
      policy: null,
      ttlSeconds: null,
      idempotency: null,
    },
  ]);
});

test('a plus sign that was not percent-encoded does no harm', async () => {
  const { send, created } = fakeApi();
  await send(ask('client_id=a&telefono=+521551&flow_name=Saldo+total&fecha_cumple=1980-02-03'));
  assert.deepEqual([created[0]?.phone, created[0]?.flow], ['521551', 'Saldo total']);
});

test('parameters that the route does not know are left alone, as the bots of the reference may send them', async () => {
  const { send } = fakeApi();
  assert.equal((await send(ask({ ...GOOD, bot: 'x' }))).statusCode, 200);
});

for (const name of Object.keys(GOOD)) {
  test(`without ${name} it is 422, and the missing parameter is named`, async () => {
    const { send, created } = fakeApi();
    const { [name]: _left, ...rest } = { ...GOOD } as Record<string, string>;
    const response = await send(ask(rest));
    assert.deepEqual(refusalOf(response), [422, 'parameter_missing']);
    assert.match(problemOf(response).detail, new RegExp(`^Missing from the query: ${name}\\.`));
    assert.equal(created.length, 0);
  });

  for (const unfilled of ['', '  ', 'null', 'NULL', 'not set', '{{attribute}}', '{{chatfuel user id}}']) {
    test(`a ${name} of ${JSON.stringify(unfilled)} is 400 and said to be empty`, async () => {
      const { send, created } = fakeApi();
      const response = await send(ask({ ...GOOD, [name]: unfilled }));
      assert.deepEqual(refusalOf(response), [400, 'parameter_invalid']);
      assert.match(problemOf(response).detail, new RegExp(`parameter ${name} is empty`));
      assert.equal(created.length, 0);
    });
  }
}

test('what is missing is told before what is empty', async () => {
  const { send } = fakeApi();
  const response = await send(ask({ client_id: '', telefono: '1' }));
  assert.equal(response.statusCode, 422);
  assert.match(problemOf(response).detail, /flow_name, fecha_cumple\./);
});

for (const date of [
  '1980-2-3',
  '03/02/1980',
  '1980-02-30',
  '2023-02-29',
  '1899-12-31',
  '2026-11-23',
  '١٩٨٠-٠٢-٠٣',
]) {
  test(`the date ${date} is 400, and the form expected is named but not the date`, async () => {
    const { send, created } = fakeApi();
    const response = await send(ask({ ...GOOD, fecha_cumple: date }));
    assert.deepEqual(refusalOf(response), [400, 'parameter_invalid']);
    assert.match(problemOf(response).detail, /fecha_cumple must be a real date written YYYY-MM-DD/);
    assert.ok(!response.body.includes(date));
    assert.equal(created.length, 0);
  });
}

test('the first and the last day that can be a birthday are taken', async () => {
  const { send } = fakeApi();
  for (const date of ['1900-01-01', '2024-02-29', '2026-11-22']) {
    assert.equal((await send(ask({ ...GOOD, fecha_cumple: date }))).statusCode, 200, date);
  }
});

test('a parameter given twice is 400', async () => {
  const { send } = fakeApi();
  const query = `${new URLSearchParams(GOOD)}&client_id=other`;
  const response = await send(ask(query));
  assert.deepEqual(refusalOf(response), [400, 'parameter_invalid']);
  assert.match(problemOf(response).detail, /"client_id" is given more than once/);
});

test('texts that are too long or hold line breaks are 400', async () => {
  const { send } = fakeApi();
  for (const wrong of [
    { client_id: 'a'.repeat(257) },
    { telefono: '1'.repeat(65) },
    { flow_name: 'a\r\nb' },
  ]) {
    assert.deepEqual(refusalOf(await send(ask({ ...GOOD, ...wrong }))), [400, 'parameter_invalid']);
  }
});

test('a client that is locked out or asked for too often is 429 with the time to wait', async () => {
  const locked = fakeApi({ createChallenge: async () => ({ type: 'locked', retryAfterSeconds: 900 }) });
  const often = fakeApi({ createChallenge: async () => ({ type: 'asked_too_often', retryAfterSeconds: 7 }) });
  const operator = fakeApi({ createChallenge: async () => ({ type: 'locked_for_operator' }) });
  const answers = await Promise.all([locked, often, operator].map(({ send }) => send(ask(GOOD))));
  assert.deepEqual(
    answers.map((answer) => [...refusalOf(answer), answer.headers['retry-after']]),
    [
      [429, 'client_locked', '900'],
      [429, 'asked_too_often', '7'],
      [429, 'client_locked_for_operator', '86400'],
    ],
  );
});

test('without a good key it is 401, whatever else is wrong', async () => {
  const { send, created } = fakeApi();
  const response = await send({ ...ask({}), headers: { authorization: 'Bearer wrong' } });
  assert.deepEqual(refusalOf(response), [401, 'unauthorized']);
  assert.equal(created.length, 0);
});

test('HEAD makes no challenge', async () => {
  const { send, created } = fakeApi();
  assert.equal((await send({ ...ask(GOOD), method: 'HEAD' })).statusCode, 405);
  assert.equal(created.length, 0);
});
