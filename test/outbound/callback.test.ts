import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Connector, DeliveryMessage } from '../../src/app/ports.ts';
import { callback } from '../../src/outbound/callback.ts';
import { type HttpClient, httpClient } from '../../src/outbound/http-client.ts';
import { type N8nStandIn, startN8nStandIn } from '../../src/standins/n8n.ts';
import { connectorContract } from '../contracts/connector-contract.ts';
import { fakeClock } from '../fakes/clock.ts';
import { deliveryMessage } from '../fakes/delivery-message.ts';

const NEVER = new AbortController().signal;

const connect = (hosts: readonly string[], http: HttpClient): Connector =>
  callback.connect({ callback_hosts: hosts }, http, fakeClock());

describe('a callback', () => {
  let http: HttpClient;
  let n8n: N8nStandIn;
  let connector: Connector;

  before(async () => {
    http = httpClient({ clock: fakeClock(), allowedHosts: ['127.0.0.1'] });
    n8n = await startN8nStandIn();
    connector = connect([n8n.url], http);
  });
  beforeEach(() => n8n.misbehave(null));
  after(async () => {
    await http.close();
    await n8n.close();
  });

  const send = (url: string, about: Partial<DeliveryMessage> = {}) =>
    connector.send(deliveryMessage({ callback: { url, bearer: null }, ...about }), NEVER);

  it('resumes a workflow that waits, byte for byte at the URL that came with the request', async () => {
    const url = n8n.execution('1', 'waiting');
    assert.deepEqual(await send(url), { type: 'accepted' });
    assert.equal(`${n8n.url}${n8n.calls.at(-1)?.target}`, url);
  });

  it('has at its top what a workflow branches on, and the challenge as the API would answer it', async () => {
    const message = deliveryMessage({
      event: 'failed',
      callback: { url: n8n.execution('2', 'waiting'), bearer: null },
      log: { index: 4711, checkpoint: null },
    });
    await connector.send(message, NEVER);
    assert.deepEqual(n8n.resumed.get('2'), {
      event: 'challenge.failed',
      user_validated: false,
      verification_id: message.challenge,
      delivery_id: message.delivery,
      challenge: {
        id: message.challenge,
        channel: 'default',
        status: 'failed',
        reason: 'answered',
        client_id: '5215512345678',
        flow: 'Balance',
        purpose: null,
        metadata: null,
        created_at: '2026-11-22T09:29:40.000Z',
        decided_at: '2026-11-22T09:30:00.000Z',
        expires_at: '2026-11-22T09:30:40.000Z',
      },
      log: { index: 4711, checkpoint: null },
    });
  });

  it('says that a person is validated for a passed challenge only', async () => {
    for (const event of ['passed', 'failed', 'expired', 'canceled'] as const) {
      await send(n8n.execution(event, 'waiting'), { event });
      assert.partialDeepStrictEqual(n8n.resumed.get(event), { user_validated: event === 'passed' });
    }
  });

  it('brings the bearer token that came with the request, and none where none came', async () => {
    const url = n8n.execution('3', 'waiting');
    await send(url, { callback: { url, bearer: 't0ken' } });
    assert.equal(n8n.calls.at(-1)?.headers['authorization'], 'Bearer t0ken');
    await send(n8n.execution('4', 'waiting'));
    assert.equal(n8n.calls.at(-1)?.headers['authorization'], undefined);
  });

  it('comes back to a workflow that has not reached its Wait node yet', async () => {
    const url = n8n.execution('5', 'running');
    const outcome = await send(url);
    assert.equal(outcome.type, 'retry');
    assert.match(outcome.error, /does not wait for it yet, saying: .*is running already/);
    n8n.execution('5', 'waiting');
    assert.deepEqual(await send(url), { type: 'accepted' });
  });

  it('gives up where the workflow is over, is not known, or the URL was changed', async () => {
    const over = await send(n8n.execution('6', 'finished'));
    assert.equal(over.type, 'refused');
    assert.match(over.error, /the workflow is over. An attempt before this one may have reached it/);
    assert.equal((await send(`${n8n.url}/webhook-waiting/none`)).type, 'refused');
    assert.equal((await send(`${n8n.execution('7', 'waiting')}&more=1`)).type, 'refused');
  });

  it('goes nowhere where the request named no URL, or one that the settings do not name any more', async () => {
    const before = n8n.calls.length;
    assert.match(JSON.stringify(await send('', { callback: null })), /refused.*named no URL/);
    const elsewhere = connect(['n8n.example.com'], http);
    const url = n8n.execution('8', 'waiting');
    const outcome = await elsewhere.send(deliveryMessage({ callback: { url, bearer: null } }), NEVER);
    assert.match(JSON.stringify(outcome), /refused.*does not name any more/);
    assert.equal(n8n.calls.length, before);
  });

  it('may go to the hosts of its list: https where an entry does not say http', () => {
    const origins = (...hosts: readonly string[]) => [...(connect(hosts, http).callbackOrigins ?? [])];
    assert.deepEqual(
      origins(
        'N8N.example.com',
        'hook.eu1.make.com:8443',
        'https://a.test',
        'http://localhost:5678',
        '[::1]:1',
      ),
      [
        'https://n8n.example.com',
        'https://hook.eu1.make.com:8443',
        'https://a.test',
        'http://localhost:5678',
        'https://[::1]:1',
      ],
    );
    for (const entry of [
      '',
      'a.test/',
      'a.test/x',
      'a.test?',
      'u:p@a.test',
      'ftp://a.test',
      'a b',
      '*.a.test',
    ]) {
      assert.throws(() => connect([entry], http), TypeError, entry);
    }
    assert.throws(() => connect([], http), TypeError);
  });
});

connectorContract('callback', async (http) => {
  const platform = await startN8nStandIn();
  let made = 0;
  return {
    connector: connect([platform.url], http),
    platform,
    // Another execution for each message: a workflow goes on once.
    about: {
      get callback() {
        made += 1;
        return { url: platform.execution(`x${made}`, 'waiting'), bearer: 'callback-s3cret' };
      },
    },
    secrets: ['callback-s3cret', "a%2Fb'|{s1gnature}"],
    // An execution that runs does not wait yet.
    exceptions: new Map([[409, 'retry' as const]]),
  };
});
