import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditQuery } from '../../src/app/ports.ts';
import type { AuditEntry } from '../../src/domain/audit/entry.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { plus } from '../../src/kernel/instant.ts';
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
    'entries of every kind are read back as they were written, with their index',
    withStore(open, async ({ challenges, audit }) => {
      const written: AuditEntry[] = [
        sampleEntry(someChallenge(), { sealedEvidence: freshBytes(300) }),
        sampleEntry(someChallenge(), { type: 'challenge.viewed' }),
        sampleEntry(someChallenge(), { type: 'challenge.previewed', channel: OTHER_CHANNEL }),
        sampleEntry(null, { type: 'client.unlocked' }),
      ];
      for (const verdict of ['passed', 'failed', 'expired', 'canceled'] as const) {
        for (const reason of [
          'answered',
          'deadline',
          'canceled_by_bot',
          'canceled_by_person',
          'superseded',
        ] as const) {
          written.push(sampleEntry(someChallenge(), { type: 'challenge.decided', verdict, reason }));
        }
      }
      await challenges.commit(sampleChange({ audit: written }));
      assertSame(
        await audit.entries(ALL),
        written.map((entry, index) => ({ ...entry, index })),
      );
      assert.equal(await audit.size(), written.length);
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
          sampleChange({ audit: [sampleEntry(null, { at: plus(NOW, milliseconds) })] }),
        );
      }
      const times = (await audit.entries(ALL)).map(({ at }) => at - NOW);
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
