import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditAppend, AuditQuery } from '../../src/app/log-ports.ts';
import type { Store } from '../../src/app/store-ports.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { plus } from '../../src/kernel/instant.ts';
import { GrownLog } from '../domain/audit/grown-log.ts';
import { loggedEntries } from '../fakes/logged-entries.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import {
  freshBytes,
  NOW,
  OTHER_CHANNEL,
  passed,
  sampleChange,
  sampleEntry,
  sampleView,
  storeChallenge,
  storeClient,
} from './store-samples.ts';

const ALL: AuditQuery = { challenge: null, fromIndex: 0, limit: 1000 };

const someChallenge = () => makeId('challenge', NOW, freshBytes(10));

/** The log: every entry once, in order, without gaps, and never back in time. */
export function auditContract(open: Opener): void {
  test(
    'an empty log has the size 0',
    withStore(open, async ({ audit }) => {
      assert.equal(await audit.size(), 0);
      assert.deepEqual(await audit.entries(ALL), []);
    }),
  );

  test(
    'entries of every kind are read back as they were written, each with its index and its number',
    withStore(open, async ({ challenges, audit }) => {
      const [one, two] = [someChallenge(), someChallenge()];
      const written: AuditAppend[] = [
        sampleEntry(one),
        sampleEntry(one, { type: 'challenge.viewed' }),
        sampleEntry(two, { type: 'challenge.previewed', channel: OTHER_CHANNEL }),
        sampleEntry(null, { type: 'key.created' }),
        sampleEntry(two, { type: 'delivery.given_up' }),
        sampleEntry(one, { type: 'client.locked' }),
      ];
      for (const outcome of ['passed', 'failed', 'expired', 'canceled'] as const) {
        for (const reason of [
          'answered',
          'deadline',
          'canceled_by_bot',
          'canceled_by_person',
          'superseded',
        ] as const) {
          written.push(sampleEntry(someChallenge(), { type: 'challenge.decided', outcome, reason }));
        }
      }
      await challenges.commit(sampleChange({ audit: written }));
      const numbers = [1, 2, 1, null, 2, 3];
      assertSame(
        await loggedEntries(audit),
        written.map(({ draft }, index) => ({
          ...draft,
          index,
          number: index < numbers.length ? numbers[index] : 1,
        })),
      );
      assertSame(
        (await audit.entries(ALL)).map(({ sealedDisclosures }) => sealedDisclosures),
        written.map(({ sealedDisclosures }) => sealedDisclosures),
      );
      assert.equal(await audit.size(), written.length);
    }),
  );

  test(
    'the log is a Merkle tree, whichever way its entries came',
    withStore(open, async (store, { reopen }) => {
      const reference = new GrownLog();
      const grow = async (grown: Store) => {
        for (const { index, bytes } of await grown.audit.entries(ALL)) {
          if (index >= reference.tree.size) reference.add(bytes);
        }
        assertSame(await grown.audit.tree(), reference.tree);
        assertSame(await grown.audit.nodes(reference.positions), reference.positions.map(reference.node));
      };
      await grow(store);
      await store.audit.append([sampleEntry(null)]);
      await grow(store);
      const client = await storeClient(store);
      for (let round = 0; round < 20; round++) {
        const challenge = await storeChallenge(store, client);
        await Promise.all([
          store.challenges.recordView(sampleView(challenge)),
          store.audit.append(Array.from({ length: round % 4 }, () => sampleEntry(null))),
          store.challenges.commit(
            sampleChange({
              challenges: [{ expectedVersion: 1, next: passed(challenge) }],
              audit: [sampleEntry(challenge.id)],
            }),
          ),
        ]);
      }
      await grow(store);
      const again = await reopen();
      await again.audit.append([sampleEntry(null)]);
      await grow(again);
    }),
  );

  test(
    'the newest policy is known, and the older ones stay in the log',
    withStore(open, async ({ audit }) => {
      assert.equal(await audit.policy(), null);
      const entries = [sampleEntry(null), sampleEntry(null)];
      await audit.append(entries);
      assert.equal(await audit.policy(), entries[1]?.draft.policy);
      await audit.append([sampleEntry(null, { type: 'key.created' })]);
      assert.equal(await audit.policy(), entries[1]?.draft.policy);
      assert.equal(await audit.size(), 3);
    }),
  );

  test(
    'indexes have no gaps, whatever was refused in between',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const challenge = await storeChallenge(store, client);
      const others = await Promise.all(Array.from({ length: 40 }, () => storeChallenge(store, client)));
      const change = sampleChange({
        challenges: [{ expectedVersion: 1, next: passed(challenge) }],
        audit: [sampleEntry(challenge.id), sampleEntry(null)],
      });
      await Promise.all(
        others.map(async (other, turn) => {
          // One of these ten is committed, and one of the ten views of the same challenge is its first.
          if (turn % 4 === 0) await store.challenges.commit(change);
          else if (turn % 4 === 1) await store.challenges.recordView(sampleView(challenge));
          else await store.challenges.recordView(sampleView(other, { preview: turn % 4 === 2 }));
        }),
      );
      const entries = await store.audit.entries(ALL);
      assert.deepEqual(
        entries.map(({ index }) => index),
        Array.from({ length: 23 }, (_, index) => index),
      );
      assert.equal(await store.audit.size(), 23);
    }),
  );

  test(
    'times never go back, even where the clock was set back',
    withStore(open, async ({ challenges, audit }) => {
      for (const milliseconds of [5, 3, 9, -3_600_000, 10]) {
        await challenges.commit(
          sampleChange({ audit: [sampleEntry(null, { time: plus(NOW, milliseconds) })] }),
        );
      }
      const times = (await loggedEntries(audit)).map(({ time }) => time - NOW);
      assert.deepEqual(times, [5, 5, 9, 9, 10]);
    }),
  );

  test(
    'entries are read in pages, of all or of one challenge',
    withStore(open, async ({ challenges, audit }) => {
      const [one, two] = [someChallenge(), someChallenge()];
      const order = [one, two, one, null, one, two];
      await challenges.commit(sampleChange({ audit: order.map((challenge) => sampleEntry(challenge)) }));
      const indexes = async (query: Partial<AuditQuery>) =>
        (await audit.entries({ ...ALL, ...query })).map(({ index }) => index);
      assert.deepEqual(await indexes({ limit: 2 }), [0, 1]);
      assert.deepEqual(await indexes({ fromIndex: 2, limit: 3 }), [2, 3, 4]);
      assert.deepEqual(await indexes({ fromIndex: 6 }), []);
      assert.deepEqual(await indexes({ challenge: one }), [0, 2, 4]);
      assert.deepEqual(await indexes({ challenge: one, fromIndex: 1, limit: 1 }), [2]);
      assert.deepEqual(await indexes({ challenge: someChallenge() }), []);
    }),
  );
}
