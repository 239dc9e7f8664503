import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredCheckpoint, StoredSigningKey } from '../../src/app/log-ports.ts';
import { toBase64url } from '../../src/kernel/bytes.ts';
import { loggedEntries } from '../fakes/logged-entries.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import { freshBytes, sampleEntry } from './store-samples.ts';

const checkpoint = (size: number, changes: Partial<StoredCheckpoint> = {}): StoredCheckpoint => ({
  size,
  note: `log.example/x\n${size}\n…\n\n— log.example/x …\n`,
  cosignatures: 0,
  timestamp: null,
  ...changes,
});

const signingKey = (): StoredSigningKey => ({
  publicKey: toBase64url(freshBytes(32)),
  wrappedSeed: freshBytes(60),
});

const naming = ({ publicKey }: StoredSigningKey) =>
  sampleEntry(null, { type: 'signing_key.created', subject: publicKey });

/** The log's name, its keys, and what was signed with them. */
export function checkpointContract(open: Opener): void {
  test(
    'a log is named once, and named anew only by who knows its name',
    withStore(open, async ({ checkpoints }, { reopen }) => {
      assert.equal(await checkpoints.origin(), null);
      assert.equal(await checkpoints.name('two', 'one'), false);
      assert.equal(await checkpoints.name('one', null), true);
      assert.equal(await checkpoints.name('two', null), false);
      assert.equal(await checkpoints.origin(), 'one');
      assert.equal(await checkpoints.name('two', 'one'), true);
      assert.equal(await (await reopen()).checkpoints.origin(), 'two');
    }),
  );

  test(
    'a signing key is added with the entry that names it, by one of those who add it at once',
    withStore(open, async ({ checkpoints, audit }) => {
      const [first, other, second] = [signingKey(), signingKey(), signingKey()];
      const added = await Promise.all(
        [first, other].map((key) => checkpoints.addSigningKey(key, 0, naming(key))),
      );
      assert.deepEqual(added.toSorted(), [false, true]);
      const winner = added[0] ? first : other;
      assertSame(await checkpoints.signingKeys(), [winner]);
      assert.equal(await checkpoints.addSigningKey(second, 0, naming(second)), false);
      assert.equal(await checkpoints.addSigningKey(second, 1, naming(second)), true);
      assertSame(await checkpoints.signingKeys(), [winner, second]);
      assert.deepEqual(
        (await loggedEntries(audit)).map(({ subject }) => subject),
        [winner.publicKey, second.publicKey],
      );
    }),
  );

  test(
    'of keys that were replaced the public half stays',
    withStore(open, async ({ checkpoints }) => {
      await checkpoints.retireSigningKeys();
      const keys = [signingKey(), signingKey(), signingKey()];
      for (const [nth, key] of keys.entries()) await checkpoints.addSigningKey(key, nth, naming(key));
      await checkpoints.retireSigningKeys();
      assertSame(
        await checkpoints.signingKeys(),
        keys.map((key, nth) => (nth < 2 ? { ...key, wrappedSeed: null } : key)),
      );
    }),
  );

  test(
    'checkpoints are read back as they were written, in the order of their sizes',
    withStore(open, async ({ checkpoints }) => {
      assert.equal(await checkpoints.latest(), null);
      assert.deepEqual(await checkpoints.list(0, 10), []);
      const written = [checkpoint(1), checkpoint(7, { timestamp: freshBytes(900) }), checkpoint(70_000)];
      for (const each of written.toReversed()) await checkpoints.put(each);
      assertSame(await checkpoints.list(0, 10), written);
      assertSame(await checkpoints.list(2, 1), written.slice(1, 2));
      assertSame(await checkpoints.list(7, 10), written.slice(1));
      assertSame(await checkpoints.latest(), written[2]);
    }),
  );

  test(
    'a checkpoint is replaced where somebody vouched for it, and is then found',
    withStore(open, async ({ checkpoints }) => {
      const vouched = (atLeast: number, cosignatures: number, isStamped = false) =>
        checkpoints.vouchedFor({ origin: 'log.example/x', atLeast, cosignatures, isStamped });
      for (const size of [3, 5, 9]) await checkpoints.put(checkpoint(size));
      assert.equal(await vouched(0, 1), null);
      assert.equal(await vouched(0, 0, true), null);
      const witnessed = checkpoint(3, { note: 'log.example/x\nwitnessed', cosignatures: 2 });
      const stamped = checkpoint(5, { timestamp: freshBytes(10) });
      const both = checkpoint(9, { cosignatures: 1, timestamp: freshBytes(10) });
      const otherLog = checkpoint(2, { note: 'log.example/y\n…', cosignatures: 3 });
      for (const each of [both, stamped, witnessed, otherLog]) await checkpoints.put(each);
      assertSame(await vouched(0, 1), witnessed);
      assertSame(await vouched(4, 1), both);
      assert.equal(await vouched(4, 2), null);
      assertSame(await vouched(0, 0, true), stamped);
      assertSame(await vouched(0, 1, true), both);
      assert.equal(await vouched(10, 0, true), null);
      assertSame(await checkpoints.list(0, 10), [otherLog, witnessed, stamped, both]);
    }),
  );
}
