import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ask, linkOf, rightOption, runningService, shownBy } from './running-service.ts';

// The reference logged the address that the browser claimed to have, in a table that anyone with the file could edit.
test('the address in the log is the connection’s, whatever the browser claims', async (context) => {
  const service = await runningService(context);
  const link = await linkOf(await ask(service.apiUrl, 'ana'));
  await fetch(link, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' },
    body: new URLSearchParams({
      q1: rightOption(await shownBy(link)).value,
      ip: '203.0.113.9',
      device: JSON.stringify({ ip: '203.0.113.9', languages: ['es'] }),
    }),
  });
  const entries = await service.evidence();
  assert.ok(entries.length > 0);
  for (const { address } of entries) assert.ok(address === null || address === '127.0.0.1');
});

test('the log can be added to and not edited', async (context) => {
  const service = await runningService(context);
  await linkOf(await ask(service.apiUrl, 'ana'));
  for (const statement of [`UPDATE audit_entries SET entry = x'00'`, 'DELETE FROM audit_entries']) {
    assert.throws(() => service.sql(statement), /append-only/);
  }
});

test('what concerns the person is nowhere readable in the database file', async (context) => {
  const service = await runningService(context);
  await linkOf(await ask(service.apiUrl, 'client-with-a-name'));
  for (const file of ['countersign.db', 'countersign.db-wal']) {
    const bytes = readFileSync(join(service.folder, file)).toString('latin1');
    for (const secret of ['client-with-a-name', '5215512345678', '1980-02-03']) {
      assert.ok(!bytes.includes(secret), `${file} holds ${secret}`);
    }
  }
});
