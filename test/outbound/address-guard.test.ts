import assert from 'node:assert/strict';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { guardedLookup } from '../../src/outbound/address-guard.ts';
import { httpClient } from '../../src/outbound/http-client.ts';
import { fakeClock } from '../fakes/clock.ts';

const NEVER = new AbortController().signal;
const LOOPBACK: LookupAddress = { address: '127.0.0.1', family: 4 };
const PRIVATE: LookupAddress = { address: '10.0.0.5', family: 4 };
const MAPPED: LookupAddress = { address: '::ffff:127.0.0.1', family: 6 };

const PUBLIC: LookupAddress = { address: '1.1.1.1', family: 4 };
const PUBLIC_V6: LookupAddress = { address: '2606:4700:4700::1111', family: 6 };

/** What node:net is given for a name that resolves, time after time, to these addresses. */
function lookUp(
  answers: readonly (readonly LookupAddress[])[],
  options: LookupOptions = { all: true },
): () => Promise<unknown> {
  const left = [...answers];
  const lookup = guardedLookup(
    async () => left.shift() ?? [],
    () => false,
  );
  return () =>
    new Promise((resolve) => {
      lookup('platform.example', options, (error, address, family) => {
        resolve(error === null ? (family === undefined ? address : `${address} ${family}`) : error.name);
      });
    });
}

describe('a name', () => {
  it('is judged at each lookup: it may not move from a public address to a closed one', async () => {
    const next = lookUp([[PUBLIC], [PRIVATE], [LOOPBACK], [PUBLIC]]);
    assert.deepEqual(await next(), [PUBLIC]);
    assert.equal(await next(), 'AddressRefused');
    assert.equal(await next(), 'AddressRefused');
    assert.deepEqual(await next(), [PUBLIC]);
  });

  it('with public and closed addresses is reached at its public ones only', async () => {
    const next = lookUp([[PRIVATE, PUBLIC_V6, LOOPBACK, PUBLIC, MAPPED]]);
    assert.deepEqual(await next(), [PUBLIC_V6, PUBLIC]);
  });

  it('gives one address where one is asked for, of the family that is asked for', async () => {
    assert.equal(await lookUp([[PUBLIC_V6, PUBLIC]], {})(), '2606:4700:4700::1111 6');
    assert.equal(await lookUp([[PUBLIC_V6, PUBLIC]], { family: 4 })(), '1.1.1.1 4');
    assert.equal(await lookUp([[PUBLIC_V6, PRIVATE]], { family: 'IPv4' })(), 'AddressRefused');
    assert.equal(await lookUp([[PUBLIC_V6, PUBLIC]], { family: 'IPv6' })(), '2606:4700:4700::1111 6');
  });
});

describe('an outbound call', () => {
  let server: Server;
  let port: number;
  let requests = 0;

  before(async () => {
    server = createServer((_request, response) => {
      requests += 1;
      response.end('reached');
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    // A listening TCP server's address is never a text or null.
    port = (server.address() as AddressInfo).port;
  });

  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const call = async (
    host: string,
    options: { allowedHosts?: readonly string[]; addresses?: readonly LookupAddress[] } = {},
  ) => {
    const client = httpClient({
      clock: fakeClock(),
      allowedHosts: options.allowedHosts ?? [],
      resolve: async () => options.addresses ?? [],
    });
    const seen = requests;
    const url = new URL(`http://${host}:${port}/x`);
    const answer = await client.send({ method: 'POST', url, headers: {}, body: null }, NEVER);
    await client.close();
    return { answer, reached: requests - seen };
  };

  const spellings = [
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '0177.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
  ];
  for (const host of spellings) {
    it(`goes nowhere when its URL spells a closed address as ${host}`, async () => {
      const { answer, reached } = await call(host);
      assert.equal(reached, 0);
      assert.match(JSON.stringify(answer), /outside the public Internet/);
    });
  }

  it('goes nowhere when the name has only closed addresses', async () => {
    const { answer, reached } = await call('platform.example', { addresses: [LOOPBACK, PRIVATE, MAPPED] });
    assert.equal(reached, 0);
    assert.match(JSON.stringify(answer), /platform\.example.* outside the public Internet/);
  });

  it('goes to the address that was judged: the name is resolved once for each connection', async () => {
    let asked = 0;
    const client = httpClient({
      clock: fakeClock(),
      allowedHosts: ['platform.example'],
      resolve: async () => {
        asked += 1;
        return [LOOPBACK];
      },
    });
    const url = new URL(`http://platform.example:${port}/x`);
    const answer = await client.send({ method: 'POST', url, headers: {}, body: null }, NEVER);
    await client.close();
    assert.equal(answer.type, 'answered');
    assert.equal(asked, 1);
  });

  it('goes anywhere when the operator allows its host, by name or by address', async () => {
    const byAddress = await call('127.0.0.1', { allowedHosts: ['127.0.0.1'] });
    assert.equal(byAddress.reached, 1);
    const byName = await call('Platform.Example', {
      allowedHosts: ['platform.example'],
      addresses: [LOOPBACK],
    });
    assert.equal(byName.reached, 1);
  });

  it('goes to an allowed IPv6 address too, which a URL writes in brackets', async () => {
    const { answer } = await call('[::1]', { allowedHosts: ['[::1]'] });
    assert.doesNotMatch(JSON.stringify(answer), /outside the public Internet/);
  });

  it('is not allowed by another host that the operator allows', async () => {
    const { reached } = await call('127.0.0.1', { allowedHosts: ['localhost', 'platform.example'] });
    assert.equal(reached, 0);
  });

  it('says in plain words that a name does not exist', async () => {
    const client = httpClient({
      clock: fakeClock(),
      allowedHosts: [],
      resolve: () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
    });
    const url = new URL('http://platform.example/x');
    const answer = await client.send({ method: 'POST', url, headers: {}, body: null }, NEVER);
    await client.close();
    assert.deepEqual(answer, {
      type: 'failed',
      error: 'platform.example has a name that does not exist (ENOTFOUND).',
    });
  });
});
