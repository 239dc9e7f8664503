import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proveEntries } from '../../src/app/log-proofs.ts';
import { openNotary } from '../../src/app/notary.ts';
import { Vouching } from '../../src/app/vouch-checkpoints.ts';
import type { TimeStampAuthority } from '../../src/app/vouchers.ts';
import { parseCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { parseProof } from '../../src/domain/audit/proof.ts';
import { parseNote } from '../../src/domain/audit/signed-note.ts';
import { err, ok } from '../../src/kernel/result.ts';
import { begunLog } from './begun-log.ts';
import { fakeWitness } from './fake-witness.ts';
import { serviceForTests } from './service-for-tests.ts';

test('evidence goes by the earliest checkpoint with a quorum and a time stamp, else with less', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const witnesses = [await fakeWitness(service, 'a.example/w'), await fakeWitness(service, 'b.example/w')];
  let stamps = false;
  const authority: TimeStampAuthority = {
    name: 'stamps.example',
    stamp: async () => (stamps ? ok(Uint8Array.of(1)) : err('down')),
  };
  const meter = { asked: () => undefined, vouched: () => undefined };
  const vouching = new Vouching(service, { witnesses, witnessEvery: 0, authority, stampEvery: 0 }, meter);
  const notary = await openNotary(service);
  assert.ok(notary !== null);

  /** One checkpoint more, which so many witnesses cosign. */
  const vouched = async (count: number, isStamped: boolean) => {
    stamps = isStamped;
    for (const [nth, witness] of witnesses.entries()) {
      witness.instead = nth < count ? null : () => ({ type: 'failed', error: 'down' });
    }
    await log.grow(1);
    await log.sign();
    service.clock.jump(3_600_000);
    await vouching.round(new AbortController().signal);
  };
  const used = async (atLeast: number, quorum = 2) => {
    const believing = { ...service, witnesses: witnesses.map(({ verifier }) => verifier), quorum };
    const {
      proofs,
      witnesses: by,
      timestamp,
    } = await proveEntries(believing, notary.identity, [atLeast - 1]);
    const text = parseNote(parseProof(proofs[0] ?? '')?.checkpoint ?? '')?.text ?? '';
    return [parseCheckpoint(text)?.size, by.length, timestamp !== null];
  };

  await vouched(0, false);
  assert.deepEqual(await used(1), [3, 0, false]);
  await vouched(1, false);
  assert.deepEqual(await used(1), [4, 1, false]);
  await vouched(0, true);
  assert.deepEqual(await used(1), [5, 0, true]);
  await vouched(2, false);
  await vouched(2, false);
  assert.deepEqual(await used(1), [6, 2, false]);
  await vouched(2, true);
  assert.deepEqual(await used(1), [8, 2, true]);
  await vouched(2, true);
  assert.deepEqual(await used(1), [8, 2, true]);
  assert.deepEqual(await used(9), [9, 2, true]);
  assert.deepEqual(await used(1, 1), [8, 2, true]);
  await vouched(0, false);
  assert.deepEqual(await used(10), [10, 0, false]);
  assert.deepEqual((await used(11))[0], undefined);
});

test('what a witness said that is not believed any more is left out of proofs', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  await log.sign();
  const witness = await fakeWitness(service);
  const meter = { asked: () => undefined, vouched: () => undefined };
  const vouchers = { witnesses: [witness], witnessEvery: 0, authority: null, stampEvery: 0 };
  await new Vouching(service, vouchers, meter).round(new AbortController().signal);
  const notary = await openNotary(service);
  assert.ok(notary !== null);
  const { proofs, witnesses } = await proveEntries(service, notary.identity, [0, 1]);
  assert.deepEqual(witnesses, []);
  assert.equal(parseNote(parseProof(proofs[1] ?? '')?.checkpoint ?? '')?.signatures.length, 1);
});
