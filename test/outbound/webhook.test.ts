import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Connector, DeliveryMessage } from '../../src/app/ports.ts';
import { DELIVERY_EVENTS } from '../../src/domain/delivery/delivery.ts';
import { toBase64 } from '../../src/kernel/bytes.ts';
import { SigningKey } from '../../src/kernel/signing.ts';
import { type HttpClient, httpClient } from '../../src/outbound/http-client.ts';
import { webhook } from '../../src/outbound/webhook.ts';
import { startWebhookStandIn, type WebhookStandIn } from '../../src/standins/webhook.ts';
import { connectorContract } from '../contracts/connector-contract.ts';
import { type FakeClock, fakeClock } from '../fakes/clock.ts';
import { deliveryMessage } from '../fakes/delivery-message.ts';

const NEVER = new AbortController().signal;
const secretOf = (byte: number) => `whsec_${toBase64(new Uint8Array(32).fill(byte))}`;
const [OLD, NEW] = [secretOf(1), secretOf(2)];

describe('a webhook', () => {
  let clock: FakeClock;
  let http: HttpClient;
  let receiver: WebhookStandIn;

  before(async () => {
    clock = fakeClock();
    http = httpClient({ clock, allowedHosts: ['127.0.0.1'] });
    receiver = await startWebhookStandIn({ secret: OLD, now: () => clock.now() });
  });
  beforeEach(() => receiver.misbehave(null));
  after(async () => {
    await http.close();
    await receiver.close();
  });

  const connector = (secrets: readonly string[] = [OLD]): Connector =>
    webhook.connect({ webhook_url: `${receiver.url}/hooks?bot=1`, webhook_secrets: secrets }, http, clock);
  const send = (about: Partial<DeliveryMessage> = {}, to = connector()) =>
    to.send(deliveryMessage(about), NEVER);

  it('holds the event, when it happened, the challenge as the API would answer it, and its place in the log', async () => {
    const message = deliveryMessage({
      purpose: 'See it',
      metadata: { order: 'A-17' },
      log: { index: 4711, checkpoint: 'the note' },
    });
    await connector().send(message, NEVER);
    assert.deepEqual(receiver.events.get(message.delivery), {
      type: 'challenge.passed',
      timestamp: '2026-11-22T09:30:00.000Z',
      data: {
        challenge: {
          id: message.challenge,
          channel: 'default',
          status: 'passed',
          reason: 'answered',
          client_id: '5215512345678',
          flow: 'Balance',
          purpose: 'See it',
          metadata: { order: 'A-17' },
          created_at: '2026-11-22T09:29:40.000Z',
          decided_at: '2026-11-22T09:30:00.000Z',
          expires_at: '2026-11-22T09:30:40.000Z',
        },
        log: { index: 4711, checkpoint: 'the note' },
      },
    });
    assert.equal(receiver.calls.at(-1)?.target, '/hooks?bot=1');
  });

  it('is pending, and undecided, while there is no verdict', async () => {
    for (const event of DELIVERY_EVENTS) {
      await send({ event });
      const body = JSON.parse(receiver.calls.at(-1)?.body ?? '');
      const isVerdict = event !== 'created' && event !== 'viewed';
      assert.equal(body.type, `challenge.${event}`);
      assert.equal(body.data.challenge.status, isVerdict ? event : 'pending');
      assert.equal(body.data.challenge.decided_at === null, !isVerdict);
    }
  });

  it('holds no fact, no link and no telephone number', async () => {
    await send({ link: 'https://verify.example.test/SECRET', phone: '+99999' });
    const { body, headers } = receiver.calls.at(-1) ?? {};
    assert.doesNotMatch(JSON.stringify([body, headers]), /SECRET|99999/);
  });

  it('has the same id and body in each copy, and the time of its own attempt', async () => {
    await send({ attempt: 1 });
    clock.jump(60_000);
    await send({ attempt: 2 });
    const [first, second] = receiver.calls.slice(-2);
    assert.equal(first?.headers['webhook-id'], second?.headers['webhook-id']);
    assert.equal(first?.body, second?.body);
    const times = [first, second].map((call) => Number(call?.headers['webhook-timestamp']));
    assert.equal((times[1] ?? 0) - (times[0] ?? 0), 60);
  });

  it('is signed by each secret of a rotation, so that a receiver that knows one of them takes it', async () => {
    assert.deepEqual(await send({}, connector([NEW, OLD])), { type: 'accepted' });
    assert.equal(receiver.calls.at(-1)?.headers['webhook-signature']?.split(' ').length, 2);
    assert.equal((await send({}, connector([NEW]))).type, 'refused');
  });

  it('is taken by who knows only the public key of an Ed25519 one', async () => {
    const seed = new Uint8Array(32).fill(3);
    const secret = `whpk_${toBase64(new SigningKey(seed).publicKey)}`;
    const careful = await startWebhookStandIn({ secret, now: () => clock.now() });
    const secrets = [NEW, `whsk_${toBase64(seed)}`];
    const signing = webhook.connect({ webhook_url: careful.url, webhook_secrets: secrets }, http, clock);
    assert.deepEqual(await send({}, signing), { type: 'accepted' });
    const stranger = webhook.connect({ webhook_url: careful.url, webhook_secrets: [NEW] }, http, clock);
    assert.equal((await send({}, stranger)).type, 'refused');
    await careful.close();
  });

  it('is told nothing new once it answered 410, until a delivery that is sent again is accepted', async () => {
    const told = connector();
    receiver.misbehave({ type: 'answer', status: 410, headers: {}, body: '' }, 1);
    const outcome = await send({}, told);
    assert.equal(outcome.type, 'refused');
    assert.match(outcome.error, /answered 410: it wants no more/);

    const before = receiver.calls.length;
    assert.deepEqual(await send({}, told), outcome);
    assert.equal(receiver.calls.length, before);
    assert.deepEqual(await send({ attempt: 2 }, told), { type: 'accepted' });
    assert.deepEqual(await send({}, told), { type: 'accepted' });
  });
});

connectorContract('webhook', async (http, clock) => {
  const platform = await startWebhookStandIn({ secret: OLD, now: () => clock.now() });
  const settings = { webhook_url: platform.url, webhook_secrets: [NEW, OLD] };
  return { connector: webhook.connect(settings, http, clock), platform, secrets: [OLD, NEW] };
});
