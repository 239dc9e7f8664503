import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addSigningKey } from '../../src/app/add-signing-key.ts';
import { assembleEvidence } from '../../src/app/assemble-evidence.ts';
import { openNotary } from '../../src/app/notary.ts';
import { type VerifiedBundle, verifyBundle } from '../../src/domain/audit/verify-bundle.ts';
import { channelId, makeId } from '../../src/kernel/ids.ts';
import { begunLog, ORIGIN } from './begun-log.ts';
import { ALL_NAMES, answeredChallenge, bundleOf, VISITOR } from './evidence-journey.ts';
import { serviceForTests } from './service-for-tests.ts';

function verified(text: string): VerifiedBundle {
  const result = verifyBundle(text, null);
  if (!result.ok) assert.fail(JSON.stringify(result.error));
  return result.value;
}

test('a bundle tells what happened, each entry proven, each field as it was committed to', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const id = await answeredChallenge(service);
  await answeredChallenge(service, 'wrong', 'another');
  await log.sign();
  const bundle = verified(await bundleOf(service, id));
  assert.deepEqual(
    bundle.entries.map(({ entry, isProven, isErased }) => [entry.type, isProven, isErased]),
    [
      ['challenge.created', true, false],
      ['challenge.previewed', true, false],
      ['challenge.viewed', true, false],
      ['challenge.decided', true, false],
    ],
  );
  assert.equal(bundle.checkpoint?.checkpoint.origin, ORIGIN);
  const decided = bundle.entries.at(-1);
  assert.equal(decided?.entry.outcome, 'passed');
  const fields = new Map(decided?.disclosed.map(({ name, value }) => [name, value]));
  assert.equal(fields.size, ALL_NAMES.size);
  assert.equal(fields.get('client_id'), 'canary-client');
  assert.equal(fields.get('address'), VISITOR.address);
  assert.equal(fields.get('tls'), 'TLSv1.3');
  assert.equal(fields.get('language'), 'en');
  assert.deepEqual(fields.get('metadata'), { order: 'A-17' });
  const [question] = Object.values(fields.get('questions') ?? []);
  assert.ok(typeof question === 'object' && question !== null && 'met' in question);
  assert.equal(question.met, true);
  assert.match(String(Reflect.get(question, 'wording')), /^What is your/);
  assert.equal(bundle.content.policies.length, 1);
  assert.equal(bundle.content.deliveries[0]?.event, 'passed');
});

test('what is not asked for is not in the bundle, in whatever form', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const id = await answeredChallenge(service);
  await log.sign();
  const text = await bundleOf(service, id, new Set(['purpose']));
  const opened = verified(text);
  for (const { disclosed } of opened.entries) {
    assert.deepEqual(
      disclosed.map(({ name, value }) => [name, value]),
      [['purpose', 'See the canary']],
    );
  }
  const shown = `${text}${[...text.matchAll(/[\w-]{30,}/g)].map(([word]) => Buffer.from(word, 'base64url')).join()}`;
  for (const secret of ['canary-client', '5215512345678', VISITOR.address, 'Phone/1']) {
    assert.ok(!shown.includes(secret), secret);
  }
  // No answer, whatever is asked for.
  assert.ok(!(await bundleOf(service, id)).includes('1980'));
});

test('before a checkpoint covers it a bundle is interim; what is covered is proven already', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const id = await answeredChallenge(service);
  const request = { id, channel: null, reveal: ALL_NAMES };
  const before = await assembleEvidence(service, request);
  assert.ok(before.type === 'bundle' && before.isInterim);
  assert.equal(verified(before.text).checkpoint, null);
  await log.sign();
  const after = await assembleEvidence(service, request);
  assert.ok(after.type === 'bundle' && !after.isInterim);
});

test('a bundle stays good where keys were replaced, and is good only under keys that are believed', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const id = await answeredChallenge(service);
  await log.sign();
  const old = await bundleOf(service, id);
  const [oldKey] = (await openNotary(service))?.identity.keys ?? [];
  assert.ok(oldKey !== undefined);
  assert.ok(verifyBundle(old, [oldKey]).ok);
  await addSigningKey(service, 1);
  await log.sign();
  const both = await bundleOf(service, id);
  const [, newKey] = (await openNotary(service))?.identity.keys ?? [];
  assert.ok(newKey !== undefined);
  verified(old);
  verified(both);
  assert.ok(verifyBundle(both, [newKey]).ok);
  assert.deepEqual(
    [verifyBundle(old, [newKey]), verifyBundle(old, [])].map((result) => result.ok),
    [false, false],
  );
});

test('a challenge that the log does not know, or that is of another channel, is unknown', async (context) => {
  const service = await serviceForTests(context);
  await begunLog(service);
  const id = await answeredChallenge(service);
  const stranger = makeId('challenge', service.clock.now(), service.entropy.bytes(10));
  const ask = (channel: string | null, asked = id) =>
    assembleEvidence(service, {
      id: asked,
      channel: channel === null ? null : channelId(channel),
      reveal: ALL_NAMES,
    });
  assert.equal((await ask(null, stranger)).type, 'unknown');
  assert.equal((await ask('other')).type, 'unknown');
  assert.equal((await ask('default')).type, 'bundle');
});
