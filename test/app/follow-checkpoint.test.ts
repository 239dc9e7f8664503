import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followCheckpoint } from '../../src/app/follow-checkpoint.ts';
import { signCheckpoint } from '../../src/app/sign-checkpoint.ts';
import { forgetfulCheckpoint } from '../../src/system/checkpoint-file.ts';
import { begunLog } from './begun-log.ts';
import { serviceForTests } from './service-for-tests.ts';

test('an instance that signs nothing keeps what another one signed, from the first on', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const here = forgetfulCheckpoint();
  assert.deepEqual(await followCheckpoint(service, here), { type: 'unchanged' });
  for (const [more, size] of [
    [0, 2],
    [5, 7],
    [300, 307],
  ] as const) {
    await log.grow(more);
    await log.sign();
    assert.deepEqual(await followCheckpoint(service, here), { type: 'taken', size });
    assert.equal(await here.read(), await log.outside.read());
    assert.deepEqual(await followCheckpoint(service, here), { type: 'unchanged' });
  }
});

test('an instance whose own checkpoint is further than the one in the database keeps it', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  await log.sign();
  const behind = await service.store.checkpoints.latest();
  await log.grow(3);
  await log.sign();
  const kept = await log.outside.read();
  const checkpoints = { ...service.store.checkpoints, latest: async () => behind };
  const store = { ...service.store, checkpoints };
  assert.deepEqual(await followCheckpoint({ ...service, store }, log.outside), { type: 'unchanged' });
  assert.equal(await log.outside.read(), kept);
});

test('what was signed over a rewritten log is found out by every machine, and taken by none', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  await log.grow(4);
  await log.sign();
  const here = forgetfulCheckpoint();
  await followCheckpoint(service, here);
  const kept = await here.read();
  await log.grow(5);

  const { audit, checkpoints } = service.store;
  const tree = async () => {
    const { size, frontier } = await audit.tree();
    return { size, frontier: frontier.with(0, new Uint8Array(32)) };
  };
  const unknown = { ...checkpoints, latest: async () => null, put: async () => undefined };
  const rewritten = { ...service.store, audit: { ...audit, tree }, checkpoints: unknown };
  const signed = await signCheckpoint({ ...service, store: rewritten }, forgetfulCheckpoint());
  assert.ok(signed.type === 'signed');
  const latest = async () => signed.checkpoint;
  const store = { ...service.store, checkpoints: { ...checkpoints, latest } };
  assert.deepEqual(await followCheckpoint({ ...service, store }, here), {
    type: 'refused',
    growth: 'inconsistent',
  });
  assert.equal(await here.read(), kept);
});
