import assert from 'node:assert/strict';
import { channelId } from '../../src/kernel/ids.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { eventually } from '../flaws/running-service.ts';
import { Oracle, type Outside } from './oracle.ts';
import { chatfuelWords } from './outside.ts';
import { KEY, type ServedProcess } from './served-process.ts';

/** Resolves once a service on Chatfuel has nothing left to tell. */
export async function untilAllTold({ apiUrl }: ServedProcess): Promise<void> {
  const url = `${apiUrl}/v1/deliveries?status=pending&limit=1`;
  await eventually(async () => {
    const page: unknown = await (await fetch(url, { headers: { 'x-api-key': KEY } })).json();
    assert.ok(typeof page === 'object' && page !== null && 'deliveries' in page);
    return Array.isArray(page.deliveries) && page.deliveries.length === 0 ? true : null;
  });
}

/** Has the oracle look at the database of a service that has stopped, after it had told everything. */
export async function verifyDatabase(path: string, outside: Outside): Promise<void> {
  const store = await openSqliteStore({ path, serving: false });
  try {
    const tells = new Set(['passed', 'failed', 'expired'] as const);
    const oracle = new Oracle(store, { channel: channelId('default'), tells, words: chatfuelWords });
    await oracle.verify(outside, { settled: true });
  } finally {
    await store.close();
  }
}
