import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readChallenge } from '../../src/app/read-challenge.ts';
import { viewChallenge } from '../../src/app/view-challenge.ts';
import { loggedEntries } from '../fakes/logged-entries.ts';
import { create } from './challenge-journey.ts';
import { NOBODY, requestFor, serviceForTests } from './service-for-tests.ts';

/** A view is noted beside its answer, and the store may gather what comes at once over some turns. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await nextTurn();
}

test('however often a link is opened or previewed, the log grows by one view and one preview', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  const opened = Array.from({ length: 20 }, (_, nth) => viewChallenge(service, token, NOBODY, nth % 2 === 0));
  await Promise.all(opened);
  await settled();
  await viewChallenge(service, token, NOBODY, false);
  await settled();
  const entries = await loggedEntries(service.store.audit, id);
  assert.deepEqual(entries.map(({ type }) => type).toSorted(), [
    'challenge.created',
    'challenge.previewed',
    'challenge.viewed',
  ]);
});

test('a preview is not taken for a view', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  await viewChallenge(service, token, NOBODY, true);
  await settled();
  assert.equal((await readChallenge(service, service.channel, id))?.firstViewedAt, null);
  service.clock.jump(5000);
  await viewChallenge(service, token, NOBODY, false);
  await settled();
  const view = await readChallenge(service, service.channel, id);
  assert.equal(view?.firstViewedAt, service.clock.now());
});
