import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Clock, Connector, DeliveryMessage } from '../../src/app/ports.ts';
import { DELIVERY_EVENTS, type SendOutcome } from '../../src/domain/delivery/delivery.ts';
import { type HttpClient, httpClient } from '../../src/outbound/http-client.ts';
import type { Misbehaviour } from '../../src/standins/misbehaviour.ts';
import type { StandInServer } from '../../src/standins/stand-in-server.ts';
import { fakeClock } from '../fakes/clock.ts';
import { deliveryMessage } from '../fakes/delivery-message.ts';

/** A connector, and the stand-in for its platform that it was made to call. */
export type ConnectedPlatform = {
  readonly connector: Connector;
  readonly platform: StandInServer;
  /** What a message must hold for this platform: a flow that it knows, a callback to its own address. */
  readonly about?: Partial<DeliveryMessage>;
  /** What no error may ever show: tokens, passwords, keys. */
  readonly secrets: readonly string[];
  /** Answers that mean something else here than everywhere, each with what they mean. */
  readonly exceptions?: ReadonlyMap<number, SendOutcome['type']>;
};

/** Starts a platform's stand-in and connects to it. @param http may call loopback addresses. */
export type ConnectPlatform = (http: HttpClient, clock: Clock) => Promise<ConnectedPlatform>;

const NEVER = new AbortController().signal;
const PHONE = '+5215512345678';
const LONGEST_ERROR = 600;

type Failure = Exclude<SendOutcome, { readonly type: 'accepted' }>;

/** What the deliverer relies on, whatever the platform. What is one platform's own has its own tests beside this. */
export function connectorContract(name: string, connect: ConnectPlatform): void {
  describe(`the ${name} connector, as any other`, () => {
    let http: HttpClient;
    let connected: ConnectedPlatform;

    const start = async (timeoutMilliseconds = 5000) => {
      const clock = fakeClock();
      http = httpClient({ clock, allowedHosts: ['127.0.0.1'], timeoutMilliseconds });
      connected = await connect(http, clock);
    };
    const stop = async () => {
      await http.close();
      await connected.platform.close();
    };
    beforeEach(() => start());
    afterEach(stop);

    const message = (about: Partial<DeliveryMessage> = {}): DeliveryMessage => {
      const { connector } = connected;
      const [event = 'passed'] = ['passed' as const, ...connector.events].filter((each) =>
        connector.events.has(each),
      );
      const link = 'https://verify.example.test/AAAAAAAAAAAAAAAAAAAAAA';
      return deliveryMessage({
        event,
        phone: PHONE,
        ...(connector.sendsLink ? { link } : {}),
        ...connected.about,
        ...about,
      });
    };
    const send = (about: Partial<DeliveryMessage> = {}): Promise<SendOutcome> =>
      connected.connector.send(message(about), NEVER);

    const failing = async (misbehaviour: Misbehaviour): Promise<Failure> => {
      connected.platform.misbehave(misbehaviour);
      const outcome = await send();
      connected.platform.misbehave(null);
      assert.notEqual(outcome.type, 'accepted');
      // Just asserted.
      return outcome as Failure;
    };
    const answering = (status: number, body = '', headers: Readonly<Record<string, string>> = {}) =>
      failing({ type: 'answer', status, headers, body });

    it(`is named ${name}, and its limit, where it has one, is a number of requests`, () => {
      assert.equal(connected.connector.name, name);
      const { requestsPerSecond } = connected.connector;
      assert.ok(requestsPerSecond === null || (Number.isInteger(requestsPerSecond) && requestsPerSecond > 0));
    });

    it('tells its platform of each event that it says it tells', async () => {
      for (const event of connected.connector.events) {
        const before = connected.platform.calls.length;
        assert.deepEqual(await send({ event }), { type: 'accepted' }, event);
        assert.ok(connected.platform.calls.length > before, event);
      }
    });

    it('refuses the others, without a call', async () => {
      for (const event of DELIVERY_EVENTS.filter((each) => !connected.connector.events.has(each))) {
        assert.equal((await send({ event })).type, 'refused', event);
      }
      assert.deepEqual(connected.platform.calls, []);
    });

    it('brings an id that is the same in each copy, so that a copy too many can be recognised', async () => {
      const { platform } = connected;
      const { challenge, delivery } = message();
      const copies: string[] = [];
      for (const attempt of [1, 2]) {
        const before = platform.calls.length;
        await send({ attempt });
        const sent = platform.calls.slice(before);
        copies.push(
          sent.map(({ target, headers, body }) => [target, JSON.stringify(headers), body]).join('\n'),
        );
      }
      for (const copy of copies) assert.ok(copy.includes(challenge) || copy.includes(delivery), copy);
    });

    it('tells where the log has the verdict and the newest checkpoint, if it says that it does', async () => {
      const { connector, platform } = connected;
      const log = {
        index: 4711,
        checkpoint: 'log.example.test/x\n4712\nAAAA\n\n— log.example.test/x AAAA\n',
      };
      const before = platform.calls.length;
      await send({ log });
      const bodies = platform.calls.slice(before).map(({ body }) => body);
      const isTold = bodies.some((body) => body.includes(`"log":${JSON.stringify(log)}`));
      assert.equal(isTold, connector.tellsLog === true, bodies.join('\n'));
    });

    const meaning = (status: number, usual: SendOutcome['type']) =>
      connected.exceptions?.get(status) ?? usual;

    it('tries again after a fault that can pass, and when the platform asks to', async () => {
      for (const status of [408, 425, 429, 500, 502, 503, 504]) {
        const outcome = await answering(status, 'oops', { 'retry-after': '9' });
        assert.equal(outcome.type, meaning(status, 'retry'), String(status));
        if (outcome.type === 'retry') assert.equal(outcome.retryAfterSeconds, 9, String(status));
      }
    });

    it('gives up after a fault that cannot', async () => {
      for (const status of [400, 401, 403, 404, 405, 409, 410, 422]) {
        assert.equal((await answering(status)).type, meaning(status, 'refused'), String(status));
      }
    });

    it('does not follow a redirect, not even to itself', async () => {
      const { platform } = connected;
      for (const status of [301, 302, 303, 307, 308]) {
        const before = platform.calls.length;
        const outcome = await answering(status, '', { location: `${platform.url}/elsewhere` });
        assert.equal(outcome.type, 'retry', String(status));
        assert.equal(platform.calls.length, before + 1, String(status));
      }
    });

    it('tries again where no answer comes that can be read', async () => {
      const days: readonly (readonly [Misbehaviour, RegExp])[] = [
        [{ type: 'reset' }, /cut the connection/],
        [{ type: 'lost_answer' }, /cut the connection/],
        [{ type: 'garbage' }, /not HTTP/],
      ];
      for (const [misbehaviour, words] of days) {
        const outcome = await failing(misbehaviour);
        assert.equal(outcome.type, 'retry', misbehaviour.type);
        assert.match(outcome.error, words);
      }
    });

    it('tries again where no answer comes in time', async () => {
      await stop();
      await start(50);
      const outcome = await failing({ type: 'hang' });
      assert.equal(outcome.type, 'retry');
      assert.match(outcome.error, /gave no answer within 0\.05 s/);
    });

    it('is cut short when the service stops, to be tried again', async () => {
      connected.platform.misbehave({ type: 'hang' });
      const stopping = new AbortController();
      const outcome = connected.connector.send(message(), stopping.signal);
      stopping.abort();
      assert.equal((await outcome).type, 'retry');
    });

    it('waits for an answer that comes late', async () => {
      connected.platform.misbehave({ type: 'slow', milliseconds: 20 });
      assert.deepEqual(await send(), { type: 'accepted' });
    });

    it('reads nothing of an endless or broken answer that could stop it', async () => {
      for (const body of ['{'.repeat(500_000), '\u0000', '[[[[', '<html>', 'null', '[]', '"x"', '0']) {
        for (const status of [200, 400, 500]) {
          connected.platform.misbehave({ type: 'answer', status, headers: {}, body });
          assert.match((await send()).type, /^(?:accepted|retry|refused)$/);
        }
      }
    });

    it('never shows a secret, whom it is about, or a line break in an error', async () => {
      const { connector, secrets } = connected;
      const { clientId, callback } = message();
      const hidden = [...secrets, clientId, PHONE, ...(callback === null ? [] : [callback.bearer ?? ''])];
      const echoed = hidden.filter((value) => value !== '');
      const words = `${echoed.join(' ')} ${echoed.map(encodeURIComponent).join(' ')}\r\nFORGED`;
      const bodies = [
        words,
        JSON.stringify({ success: false, ok: false, status: 'error', result: words, message: words }),
        JSON.stringify({ error: { message: words, error_data: { details: words } }, description: words }),
      ];
      const errors = [(await failing({ type: 'reset' })).error, (await failing({ type: 'garbage' })).error];
      for (const body of bodies) {
        for (const status of [400, 401, 404, 409, 422, 429, 500])
          errors.push((await answering(status, body)).error);
      }
      for (const error of errors) {
        for (const value of echoed) assert.ok(!error.includes(value), `${connector.name}: ${error}`);
        assert.doesNotMatch(error, /\p{Cc}/u);
        assert.ok(error.length <= LONGEST_ERROR && error.length > 0, error);
      }
    });

    it('never throws, whatever a bot named', async () => {
      const text = fc.string({ unit: 'binary', maxLength: 40 });
      const about = fc.record({
        event: fc.constantFrom(...DELIVERY_EVENTS),
        clientId: fc.oneof(text, fc.constantFrom('', '.', '..', '../..', '%2e%2e', 'half \ud83d')),
        phone: fc.option(text, { nil: null }),
        flow: fc.option(text, { nil: null }),
        locale: fc.option(text, { nil: null }),
        purpose: fc.option(text, { nil: null }),
        metadata: fc.option(fc.dictionary(text, text, { maxKeys: 3 }), { nil: null }),
        link: fc.constantFrom(null, 'https://verify.example.test/AAAAAAAAAAAAAAAAAAAAAA'),
      });
      await fc.assert(
        fc.asyncProperty(about, async (given) => {
          assert.match((await send(given)).type, /^(?:accepted|retry|refused)$/);
        }),
        { numRuns: 100, seed: 1 },
      );
    });
  });
}
