import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addSigningKey } from '../../src/app/add-signing-key.ts';
import { beginLog } from '../../src/app/begin-log.ts';
import type { OutsideCheckpoint } from '../../src/app/log-ports.ts';
import { openNotary } from '../../src/app/notary.ts';
import { signCheckpoint } from '../../src/app/sign-checkpoint.ts';
import { type LogIdentity, openCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { rootOf } from '../../src/domain/audit/merkle-tree.ts';
import { toHex } from '../../src/kernel/bytes.ts';
import { loggedEntries } from '../fakes/logged-entries.ts';
import { begunLog, ORIGIN } from './begun-log.ts';
import { serviceForTests, type TestService } from './service-for-tests.ts';

const identityOf = async (service: TestService): Promise<LogIdentity> => {
  const notary = await openNotary(service);
  assert.ok(notary !== null);
  return notary.identity;
};

const opened = async (service: TestService, note: string | null, identity?: LogIdentity) => {
  const result = openCheckpoint(note ?? '', {
    log: identity ?? (await identityOf(service)),
    witnesses: [],
  });
  assert.ok(result.ok);
  return result.value;
};

test('a log begins with its key and its policies, once, and notes other policies', async (context) => {
  const service = await serviceForTests(context);
  await begunLog(service);
  await beginLog(service, 'another.example/name');
  const types = async () => (await loggedEntries(service.store.audit)).map(({ type }) => type);
  assert.deepEqual(await types(), ['signing_key.created', 'policy.changed']);
  assert.equal(await service.store.checkpoints.origin(), ORIGIN);
  const policies = new Map([['default', { ...service.channel.policy, attempts: 3 }]]);
  await beginLog({ ...service, policies }, ORIGIN);
  assert.deepEqual(await types(), ['signing_key.created', 'policy.changed', 'policy.changed']);
});

test('what has grown is signed, inside and outside the database, and signed no second time', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  for (const more of [0, 1, 7, 300]) {
    await log.grow(more);
    const outcome = await log.sign();
    assert.ok(outcome.type === 'signed');
    const tree = await service.store.audit.tree();
    const note = await log.outside.read();
    assert.equal((await service.store.checkpoints.latest())?.note, note);
    const { checkpoint, unknownSignatures } = await opened(service, note);
    assert.equal(checkpoint.size, tree.size);
    assert.equal(toHex(checkpoint.root), toHex(rootOf(tree)));
    assert.equal(unknownSignatures, 0);
    assert.deepEqual(await log.sign(), { type: 'unchanged' });
  }
  assert.equal((await service.store.checkpoints.list(0, 10)).length, 4);
});

test('an empty log that nobody began is not signed', async (context) => {
  const service = await serviceForTests(context);
  const { outside } = { outside: { read: async () => null, replace: async () => true } };
  await assert.rejects(signCheckpoint(service, outside), /not begun/);
});

test('a key that takes the place of another is vouched for by it, once, and alone from then on', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  await log.sign();
  const before = await identityOf(service);
  const old = await log.outside.read();
  assert.ok((await addSigningKey(service, 1)) !== null);
  assert.equal(await addSigningKey(service, 1), null);
  await log.sign();
  const both = await log.outside.read();
  assert.equal((await opened(service, both)).signedBy.length, 2);
  assert.equal((await opened(service, both, before)).signedBy.length, 1);
  await log.grow(1);
  await log.sign();
  const alone = await log.outside.read();
  assert.equal((await opened(service, alone)).signedBy.length, 1);
  assert.deepEqual(openCheckpoint(alone ?? '', { log: before, witnesses: [] }), {
    ok: false,
    error: 'not_signed_by_log',
  });
  assert.equal((await opened(service, old)).checkpoint.size, 2);
  const keys = await service.store.checkpoints.signingKeys();
  assert.deepEqual(
    keys.map(({ wrappedSeed }) => wrappedSeed === null),
    [true, false],
  );
});

test('nothing is signed where the log does not continue what was signed last', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  await log.grow(20);
  await log.sign();
  const note = await log.outside.read();
  const { audit } = service.store;
  const shorter = {
    ...audit,
    tree: async () => ({ size: 1, frontier: (await audit.tree()).frontier.slice(0, 1) }),
  };
  const cut = { ...service, store: { ...service.store, audit: shorter } };
  assert.deepEqual(await signCheckpoint(cut, log.outside), { type: 'refused', growth: 'shrunk' });
  await log.grow(5);
  const other = {
    ...audit,
    tree: async () => {
      const { size, frontier } = await audit.tree();
      return { size, frontier: frontier.with(0, new Uint8Array(32)) };
    },
  };
  const rewritten = { ...service, store: { ...service.store, audit: other } };
  assert.deepEqual(await signCheckpoint(rewritten, log.outside), { type: 'refused', growth: 'inconsistent' });
  assert.equal(await log.outside.read(), note);
});

test('of two that sign at once one writes the checkpoint outside', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const contested: OutsideCheckpoint = { read: log.outside.read, replace: async () => false };
  assert.deepEqual(await signCheckpoint(service, contested), { type: 'contested' });
  assert.equal(await service.store.checkpoints.latest(), null);
});

test('a crash between the file and the database loses nothing', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const crash = {
    ...service.store.checkpoints,
    put: async () => {
      throw new Error('the lights go out');
    },
  };
  const crashing = { ...service, store: { ...service.store, checkpoints: crash } };
  await assert.rejects(signCheckpoint(crashing, log.outside), /lights/);
  const note = await log.outside.read();
  assert.ok(note !== null);
  assert.deepEqual(await log.sign(), { type: 'unchanged' });
  assert.equal((await service.store.checkpoints.latest())?.note, note);
});

test('where the checkpoint outside is gone, or is an older one, the one inside is gone on from', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  await log.sign();
  const first = await log.outside.read();
  await log.grow(3);
  await log.sign();
  const newest = await log.outside.read();
  await log.outside.replace(newest, first ?? '');
  assert.deepEqual(await log.sign(), { type: 'unchanged' });
  await log.grow(3);
  assert.equal((await log.sign()).type, 'signed');
});
