import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CosignOutcome } from '../../../src/app/cosign-checkpoint.ts';
import { buildWitnessServer } from '../../../src/http/witness/witness-server.ts';
import { recordingLog } from '../../fakes/log.ts';

const PLAIN = { tls: null, trustedProxies: [] };

const serverThat = (add: (body: string) => Promise<CosignOutcome>) =>
  buildWitnessServer({ add, greeting: 'Witness key\n', log: recordingLog() }, PLAIN);

const post = (outcome: CosignOutcome) =>
  serverThat(async () => outcome).inject({ method: 'POST', url: '/add-checkpoint', payload: 'old 0\n\nx\n' });

test('each outcome has the status that the protocol gives it', async () => {
  const cosigned = await post({ type: 'cosigned', line: '— w AAAA\n', origin: 'log', size: 3 });
  assert.deepEqual([cosigned.statusCode, cosigned.body], [200, '— w AAAA\n']);
  for (const [outcome, status] of [
    [{ type: 'malformed' }, 400],
    [{ type: 'not_signed' }, 403],
    [{ type: 'unknown_log' }, 404],
    [{ type: 'inconsistent' }, 422],
  ] as const) {
    assert.equal((await post(outcome)).statusCode, status);
  }
  for (const type of ['other_size', 'forked'] as const) {
    const { statusCode, headers, body } = await post({ type, known: 20 });
    assert.deepEqual([statusCode, headers['content-type'], body], [409, 'text/x.tlog.size', '20\n']);
  }
});

test('what comes is read whatever it calls itself, and what is no text is no request', async () => {
  const seen: string[] = [];
  const server = serverThat(async (body) => {
    seen.push(body);
    return { type: 'malformed' };
  });
  const send = (payload: Buffer | string, type?: string) =>
    server.inject({
      method: 'POST',
      url: '/add-checkpoint',
      payload,
      headers: type === undefined ? {} : { 'content-type': type },
    });
  await send('äh', 'text/plain');
  await send('{}', 'application/json');
  await send('raw');
  assert.equal((await send(Buffer.from([0xff, 0xfe]))).statusCode, 400);
  assert.equal((await send('')).statusCode, 400);
  assert.deepEqual(seen, ['äh', '{}', 'raw', '', '']);
  assert.equal((await send('x'.repeat(17 * 1024), 'text/plain')).statusCode, 413);
});

test('what cannot be remembered is a 500 without a signature, and other paths are told what there is', async () => {
  const server = serverThat(async () => {
    throw new Error('/secret/path is full');
  });
  const failed = await server.inject({ method: 'POST', url: '/add-checkpoint', payload: 'old 0\n\nx\n' });
  assert.equal(failed.statusCode, 500);
  assert.ok(!failed.body.includes('secret'));
  const lost = await server.inject({ method: 'GET', url: '/add-checkpoint' });
  assert.equal(lost.statusCode, 404);
  assert.match(lost.body, /POST \/add-checkpoint/);
  assert.equal((await server.inject('/')).body, 'Witness key\n');
});
