import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  type ChatfuelSend,
  type ChatfuelStandIn,
  startChatfuelStandIn,
  unsuccessful,
} from '../../src/standins/chatfuel.ts';

describe("the stand-in for Chatfuel's API", () => {
  let standIn: ChatfuelStandIn;
  let now = 0;

  before(async () => {
    standIn = await startChatfuelStandIn({ token: 't', botId: 'b', now: () => now });
  });
  beforeEach(() => {
    now += 10_000;
    standIn.misbehave(null);
  });
  after(() => standIn.close());

  const ask = async (path: string, method = 'POST') => {
    const response = await fetch(`${standIn.url}${path}`, { method });
    return { status: response.status, body: await response.text(), headers: response.headers };
  };
  const SEND = '/bots/b/users/u/send?chatfuel_token=t&chatfuel_flow_name=Balance';

  it('accepts a send as Chatfuel does', async () => {
    const { status, body, headers } = await ask(SEND);
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(body), { result: 'ok', success: true });
    assert.ok(headers.has('x-chatfuel-version'));
    assert.equal(headers.get('access-control-allow-origin'), '*');
  });

  it('tells its listeners of each accepted send, with the attributes that are not its own', async () => {
    const sends: ChatfuelSend[] = [];
    const end = standIn.onSend((send) => sends.push(send));
    await ask(
      '/bots/b/users/a%2Fb%20c/send?chatfuel_token=t&chatfuel_flow_name=Ver%20saldo&user_validated=true&tags=x',
    );
    await ask('/bots/b/users/u/send?chatfuel_token=t&user_validated=true');
    end();
    await ask(SEND);
    assert.deepEqual(sends, [
      { clientId: 'a/b c', flow: 'Ver saldo', attributes: { user_validated: 'true' } },
    ]);
  });

  const errors: readonly [string, string, string, number, unknown][] = [
    [
      'no token',
      'POST',
      '/bots/b/users/u/send?chatfuel_flow_name=Balance',
      400,
      failure('Bad Request: Missing required chatfuel_token parameter'),
    ],
    ['a wrong token', 'POST', SEND.replace('=t&', '=x&'), 422, failure('Bad Data: Bot not found')],
    ['another bot', 'POST', SEND.replace('/b/', '/c/'), 422, failure('Bad Data: Bot not found')],
    ['no route', 'POST', '/bots/b/send', 404, { code: 404, message: 'HTTP 404 Not Found' }],
    ['a broken path', 'POST', '/bots/b/users/%zz/send', 404, { code: 404, message: 'HTTP 404 Not Found' }],
    ['a GET', 'GET', SEND, 405, { code: 405, message: 'HTTP 405 Method Not Allowed' }],
  ];
  for (const [name, method, path, status, body] of errors) {
    it(`answers ${name} with ${status}`, async () => {
      const answer = await ask(path, method);
      assert.equal(answer.status, status);
      assert.deepEqual(JSON.parse(answer.body), body);
    });
  }

  it('wants one way of routing, not none and not two', async () => {
    assert.equal((await ask('/bots/b/users/u/send?chatfuel_token=t')).status, 400);
    assert.equal((await ask(`${SEND}&chatfuel_block_name=x`)).status, 400);
    assert.equal((await ask('/bots/b/users/u/send?chatfuel_token=t&chatfuel_block_id=x')).status, 200);
  });

  it('takes 25 requests a second for its bot', async () => {
    for (let count = 0; count < 25; count++) assert.equal((await ask(SEND)).status, 200);
    assert.equal((await ask(SEND)).status, 429);
    now += 999;
    assert.equal((await ask(SEND)).status, 429);
    now += 1;
    assert.equal((await ask(SEND)).status, 200);
  });

  it('keeps what it was asked, and how that was answered', async () => {
    await ask(SEND);
    standIn.misbehave({ type: 'reset' });
    await assert.rejects(ask(SEND));
    const [answered, cut] = standIn.calls.slice(-2);
    assert.partialDeepStrictEqual(answered, {
      at: now,
      method: 'POST',
      path: '/bots/b/users/u/send',
      query: { chatfuel_token: 't', chatfuel_flow_name: 'Balance' },
      body: '',
      status: 200,
    });
    assert.equal(cut?.status, null);
  });

  it('misbehaves for as many requests as it is told, and then does not', async () => {
    standIn.misbehave({ type: 'answer', status: 503, headers: {}, body: 'busy' }, 2);
    assert.equal((await ask(SEND)).status, 503);
    assert.equal((await ask(SEND)).status, 503);
    assert.equal((await ask(SEND)).status, 200);
  });

  it('loses an answer only after it did what was asked', async () => {
    let sends = 0;
    const end = standIn.onSend(() => {
      sends += 1;
    });
    standIn.misbehave({ type: 'lost_answer' });
    await assert.rejects(ask(SEND));
    end();
    assert.equal(sends, 1);
  });

  it('can say that it did not succeed, though the status is 200', async () => {
    standIn.misbehave(unsuccessful('no such user'));
    const { status, body } = await ask(SEND);
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(body), { result: 'no such user', success: false });
  });

  it('cannot be started twice on one port', async () => {
    const port = Number(new URL(standIn.url).port);
    await assert.rejects(startChatfuelStandIn({ token: 't', botId: 'b', port }), { code: 'EADDRINUSE' });
  });
});

function failure(result: string): unknown {
  return { result, success: false, errors: [result], message: null };
}
