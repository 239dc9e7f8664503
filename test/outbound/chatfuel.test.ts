import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Connector, DeliveryMessage } from '../../src/app/ports.ts';
import type { SendOutcome } from '../../src/domain/delivery/delivery.ts';
import { type ChatfuelSettings, chatfuel, chatfuelConnector } from '../../src/outbound/chatfuel.ts';
import { type HttpClient, type HttpRequest, httpClient } from '../../src/outbound/http-client.ts';
import {
  type ChatfuelSend,
  type ChatfuelStandIn,
  startChatfuelStandIn,
  unsuccessful,
} from '../../src/standins/chatfuel.ts';
import type { Misbehaviour } from '../../src/standins/misbehaviour.ts';
import { connectorContract } from '../contracts/connector-contract.ts';
import { fakeClock } from '../fakes/clock.ts';
import { deliveryMessage } from '../fakes/delivery-message.ts';

const TOKEN = 'tok/en+with=odd&signs';
const BOT = 'bot 1';
const NEVER = new AbortController().signal;

/** The URL that a message is sent to, or the outcome where nothing is sent. */
async function urlFor(message: DeliveryMessage, settings: Partial<ChatfuelSettings> = {}): Promise<string> {
  let sent: HttpRequest | null = null;
  const http: HttpClient = {
    async send(request) {
      sent = request;
      return { type: 'answered', status: 200, retryAfterSeconds: null, body: '', bytes: Buffer.alloc(0) };
    },
    close: async () => undefined,
  };
  const all = { apiUrl: 'https://api.chatfuel.com', botId: 'bot', token: 'token', ...settings };
  const outcome = await chatfuelConnector(all, http).send(message, NEVER);
  // Assigned within the callback above, which control flow analysis does not see.
  const request = sent as HttpRequest | null;
  return request === null ? JSON.stringify(outcome) : `${request.method} ${request.url.href}`;
}

describe('what Chatfuel is sent', () => {
  it("is a POST to the user's send, with the token, the flow, the verdict and the challenge's id", async () => {
    const message = deliveryMessage();
    assert.equal(
      await urlFor(message),
      `POST https://api.chatfuel.com/bots/bot/users/5215512345678/send?chatfuel_token=token&chatfuel_flow_name=Balance&user_validated=true&verification_id=${message.challenge}`,
    );
  });

  it('says false for a failed and an expired challenge', async () => {
    for (const event of ['failed', 'expired'] as const) {
      assert.match(await urlFor(deliveryMessage({ event })), /&user_validated=false&/);
    }
  });

  it('says false, too, where the person said that it was not they who asked', async () => {
    const denied = deliveryMessage({ event: 'canceled', reason: 'canceled_by_person' });
    assert.match(await urlFor(denied), /&user_validated=false&/);
  });

  it('is nothing for anything but a verdict, or for a canceled challenge', async () => {
    for (const event of ['created', 'viewed', 'canceled'] as const) {
      assert.match(
        await urlFor(deliveryMessage({ event })),
        new RegExp(`refused.*not told of ${event} challenges`),
      );
    }
  });

  it('calls the attributes as the bot does', async () => {
    const attributes = {
      validated: 'validado ñ',
      url: 'u',
      id: 'visto',
      status: 's',
      error: 'e',
      retryAfter: 'r',
    };
    const message = deliveryMessage();
    assert.match(
      await urlFor(message, { attributes }),
      new RegExp(`&validado%20%C3%B1=true&visto=${message.challenge}$`),
    );
  });

  it('is nothing where no flow was named, and says what to do', async () => {
    assert.match(await urlFor(deliveryMessage({ flow: null })), /refused.*named no flow/);
    assert.match(await urlFor(deliveryMessage({ flow: '' })), /refused.*named no flow/);
  });

  it('has every part percent-encoded', async () => {
    const url = new URL(
      (
        await urlFor(deliveryMessage({ clientId: '../ü?x=1#y', flow: 'Saldo & más/€ +' }), {
          botId: 'b/o?t',
          token: 'a&chatfuel_flow_name=Evil',
        })
      ).slice('POST '.length),
    );
    assert.equal(url.pathname, '/bots/b%2Fo%3Ft/users/..%2F%C3%BC%3Fx%3D1%23y/send');
    assert.equal(url.searchParams.get('chatfuel_token'), 'a&chatfuel_flow_name=Evil');
    assert.deepEqual(url.searchParams.getAll('chatfuel_flow_name'), ['Saldo & más/€ +']);
    assert.ok(url.search.includes('Saldo%20%26%20m%C3%A1s%2F%E2%82%AC%20%2B'));
  });

  it('never climbs to another route by a client id of dots', async () => {
    for (const clientId of ['.', '..']) {
      assert.match(await urlFor(deliveryMessage({ clientId })), /refused.*only has dots/);
    }
    assert.match(await urlFor(deliveryMessage({ clientId: '...' })), /\/users\/\.\.\.\/send/);
  });

  it('bears text that is not well-formed', async () => {
    assert.match(
      await urlFor(deliveryMessage({ flow: 'half \ud83d' })),
      /chatfuel_flow_name=half%20%EF%BF%BD&/,
    );
  });

  it('keeps a path of the API address, with or without a slash at its end', async () => {
    for (const apiUrl of ['http://localhost:9000/chatfuel', 'http://localhost:9000/chatfuel//']) {
      assert.match(
        await urlFor(deliveryMessage(), { apiUrl }),
        /^POST http:\/\/localhost:9000\/chatfuel\/bots\//,
      );
    }
  });
});

describe('the Chatfuel connector', () => {
  let standIn: ChatfuelStandIn;
  let http: HttpClient;
  let connector: Connector;
  let sends: ChatfuelSend[] = [];
  let limitClock = 0;

  before(async () => {
    standIn = await startChatfuelStandIn({ token: TOKEN, botId: BOT, now: () => limitClock });
    standIn.onSend((send) => sends.push(send));
  });
  beforeEach(() => {
    sends = [];
    limitClock += 10_000;
    http = httpClient({ clock: fakeClock(), allowedHosts: ['127.0.0.1'] });
    connector = chatfuelConnector({ apiUrl: standIn.url, botId: BOT, token: TOKEN }, http);
  });
  afterEach(async () => {
    standIn.misbehave(null);
    await http.close();
  });
  after(() => standIn.close());

  const send = (about: Partial<DeliveryMessage> = {}): Promise<SendOutcome> =>
    connector.send(deliveryMessage(about), NEVER);

  const misbehaving = async (
    misbehaviour: Misbehaviour,
  ): Promise<Exclude<SendOutcome, { type: 'accepted' }>> => {
    standIn.misbehave(misbehaviour);
    const outcome = await send();
    assert.notEqual(outcome.type, 'accepted');
    // Just asserted.
    return outcome as Exclude<SendOutcome, { type: 'accepted' }>;
  };

  it('is named chatfuel and knows the limit of its platform', () => {
    assert.equal(connector.name, 'chatfuel');
    assert.equal(connector.requestsPerSecond, 25);
  });

  it('starts the flow with the verdict as an attribute', async () => {
    const message = deliveryMessage({ clientId: 'usér/1', flow: 'Ver saldo' });
    assert.deepEqual(await connector.send(message, NEVER), { type: 'accepted' });
    assert.deepEqual(sends, [
      {
        clientId: 'usér/1',
        flow: 'Ver saldo',
        attributes: { user_validated: 'true', verification_id: message.challenge },
      },
    ]);
  });

  it('tells each copy of one verdict with the same verification id', async () => {
    await send({ attempt: 1 });
    await send({ attempt: 2 });
    const [first, second] = sends;
    assert.equal(sends.length, 2);
    assert.deepEqual(first, second);
  });

  it('gives up where the bot or the token is unknown, and says what to check', async () => {
    const stranger = chatfuelConnector({ apiUrl: standIn.url, botId: BOT, token: 'wrong' }, http);
    const outcome = await stranger.send(deliveryMessage(), NEVER);
    assert.equal(outcome.type, 'refused');
    assert.match(outcome.error, /check the bot id and the token in the settings/);
  });

  it('gives up where the address is none of the API', async () => {
    const lost = chatfuelConnector({ apiUrl: `${standIn.url}/v2`, botId: BOT, token: TOKEN }, http);
    assert.deepEqual(await lost.send(deliveryMessage(), NEVER), {
      type: 'refused',
      error: 'Chatfuel refused with 404',
    });
  });

  it('comes back later where it was too fast', async () => {
    for (let count = 0; count < 25; count++) assert.equal((await send()).type, 'accepted');
    const outcome = await send();
    assert.equal(outcome.type, 'retry');
    assert.match(outcome.error, /429/);
  });

  it('takes success: false for a failure, whatever the status says', async () => {
    const outcome = await misbehaving(unsuccessful('User not found'));
    assert.equal(outcome.type, 'retry');
    assert.equal(outcome.error, 'Chatfuel took the request but did not carry it out, saying: User not found');
  });

  it('takes any other body of a 2xx for success: Chatfuel names no other sign of failure', async () => {
    const bodies = [
      '',
      'OK',
      '<html>',
      'null',
      '[]',
      '{}',
      '{"success":true}',
      '{"success":null}',
      '{'.repeat(50_000),
    ];
    for (const body of bodies) {
      standIn.misbehave({ type: 'answer', status: 200, headers: {}, body });
      assert.deepEqual(await send(), { type: 'accepted' }, body.slice(0, 20));
    }
  });

  it('tries again after every fault that can pass', async () => {
    for (const status of [408, 425, 429, 500, 502, 503, 504]) {
      const headers = { 'retry-after': '9' };
      const outcome = await misbehaving({ type: 'answer', status, headers, body: 'oops' });
      assert.deepEqual(
        { type: outcome.type, wait: outcome.type === 'retry' && outcome.retryAfterSeconds },
        { type: 'retry', wait: 9 },
        String(status),
      );
    }
  });

  it('gives up after every fault that cannot', async () => {
    for (const status of [400, 401, 403, 404, 405, 410, 422]) {
      const outcome = await misbehaving({ type: 'answer', status, headers: {}, body: '' });
      assert.equal(outcome.type, 'refused', String(status));
    }
  });

  it('does not follow a redirect, not even to itself', async () => {
    const before = standIn.calls.length;
    const headers = { location: `${standIn.url}/elsewhere` };
    const outcome = await misbehaving({ type: 'answer', status: 307, headers, body: '' });
    assert.equal(outcome.type, 'retry');
    assert.equal(standIn.calls.length, before + 1);
  });

  const days: readonly [Misbehaviour, RegExp][] = [
    [{ type: 'reset' }, /cut the connection/],
    [{ type: 'garbage' }, /not HTTP/],
  ];
  for (const [misbehaviour, words] of days) {
    it(`tries again where Chatfuel answers with: ${misbehaviour.type}`, async () => {
      const outcome = await misbehaving(misbehaviour);
      assert.equal(outcome.type, 'retry');
      assert.match(outcome.error, words);
      assert.deepEqual(sends, []);
    });
  }

  it('tries again where Chatfuel does not answer in time', async () => {
    const impatient = httpClient({
      clock: fakeClock(),
      allowedHosts: ['127.0.0.1'],
      timeoutMilliseconds: 50,
    });
    standIn.misbehave({ type: 'hang' });
    const hasty = chatfuelConnector({ apiUrl: standIn.url, botId: BOT, token: TOKEN }, impatient);
    const outcome = await hasty.send(deliveryMessage(), NEVER);
    await impatient.close();
    assert.equal(outcome.type, 'retry');
    assert.match(outcome.error, /gave no answer within 0\.05 s/);
  });

  it('tries again where the answer was lost on the way, since nothing proves that it was taken', async () => {
    const outcome = await misbehaving({ type: 'lost_answer' });
    assert.equal(outcome.type, 'retry');
    assert.equal(sends.length, 1);
  });

  it('waits for an answer that comes late', async () => {
    standIn.misbehave({ type: 'slow', milliseconds: 5 });
    assert.deepEqual(await send(), { type: 'accepted' });
  });

  it('never shows the token, the query, the client or the phone in an error', async () => {
    const secrets = [TOKEN, encodeURIComponent(TOKEN), '5215512345678', 'chatfuel_token', 'user_validated'];
    const echo = JSON.stringify({ success: false, result: `no ${TOKEN} of +5215512345678 here\r\nFORGED` });
    const errors = [
      (await misbehaving({ type: 'reset' })).error,
      (await misbehaving({ type: 'garbage' })).error,
      (await misbehaving({ type: 'answer', status: 500, headers: {}, body: echo })).error,
      (await misbehaving({ type: 'answer', status: 400, headers: {}, body: echo })).error,
      (await misbehaving(unsuccessful(`user 5215512345678 with ${TOKEN}`))).error,
    ];
    for (const error of errors) {
      for (const secret of secrets) assert.ok(!error.includes(secret), error);
      assert.doesNotMatch(error, /[\r\n]/);
    }
  });
});

describe('the settings of a channel on Chatfuel', () => {
  const connect = (attributes?: object) =>
    chatfuel.connect(
      {
        chatfuel_token: 't',
        chatfuel_bot_id: 'b',
        ...(attributes === undefined ? {} : { chatfuel_attributes: attributes }),
      },
      httpClient({ clock: fakeClock(), allowedHosts: [] }),
      fakeClock(),
    );

  it('may name the attributes, each for itself', () => {
    assert.equal(connect().attributes?.url, 'dynamic_url');
    assert.partialDeepStrictEqual(connect({ url: 'urlDinamica', retry_after: 'espera' }).attributes, {
      url: 'urlDinamica',
      retryAfter: 'espera',
      id: 'verification_id',
    });
  });

  it('may not use a name that Chatfuel keeps for itself, or that would end early', () => {
    for (const name of ['', 'chatfuel_token', 'Chatfuel_x', 'tags', 'a&b', 'a=b', 'a\nb', 'x'.repeat(129)]) {
      assert.throws(() => connect({ validated: name }), TypeError, name);
    }
  });
});

connectorContract('chatfuel', async (http, clock) => {
  let now = 0;
  const platform = await startChatfuelStandIn({
    token: TOKEN,
    botId: 'bot',
    now: () => {
      now += 1000;
      return now;
    },
  });
  const settings = { chatfuel_token: TOKEN, chatfuel_bot_id: 'bot', chatfuel_api_url: platform.url };
  return { connector: chatfuel.connect(settings, http, clock), platform, secrets: [TOKEN] };
});
