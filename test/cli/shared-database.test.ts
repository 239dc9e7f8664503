import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startPostgres, type TestPostgres } from '../postgres-for-tests.ts';
import { countersign, LEAST_SETTINGS, serving, workingDirectory } from './command-line.ts';

const HEADERS = { 'x-api-key': LEAST_SETTINGS['API_KEY'] ?? '', 'content-type': 'application/json' };
const secretOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64url');

let server: TestPostgres;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

test('who waits at one instance for a verdict hears of it when it falls at another; one with another secret is turned away', async (context) => {
  const shared = { DATABASE_URL: await server.createDatabase(), SECRET_KEY: secretOf(7) };
  const one = await serving(context, workingDirectory(context), shared);
  const two = await serving(context, workingDirectory(context), shared);
  const made = await fetch(`${one.apiUrl}/v1/challenges`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ client_id: 'one', facts: { date_of_birth: '1980-02-03' }, ttl_seconds: 600 }),
  });
  const path = made.headers.get('location');
  await made.text();
  const waiting = fetch(`${one.apiUrl}${path}?wait=60`, { headers: HEADERS });
  // The wait has begun when a request that came after it was answered.
  assert.equal((await fetch(`${one.apiUrl}/healthz`)).status, 200);
  const canceled = await fetch(`${two.apiUrl}${path}/cancel`, { method: 'POST', headers: HEADERS });
  assert.equal(canceled.status, 200);
  assert.match(await (await waiting).text(), /"status":"canceled"/);

  const other = { ...LEAST_SETTINGS, ...shared, SECRET_KEY: secretOf(8) };
  const { status, output, complaint } = await countersign(workingDirectory(context), other, 'serve');
  assert.deepEqual({ status, output }, { status: 1, output: '' });
  assert.match(complaint, /^countersign: SECRET_KEY is not the one[^\n]*\n$/);
  assert.equal((await fetch(`${two.apiUrl}/readyz`)).status, 200);
  await Promise.all([one.stop(), two.stop()]);
});
