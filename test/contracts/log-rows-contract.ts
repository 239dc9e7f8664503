import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditAppend } from '../../src/app/log-ports.ts';
import {
  append,
  EMPTY_TREE,
  frontierBytes,
  leafHash,
  subtreeBytes,
} from '../../src/domain/audit/merkle-tree.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import {
  CHANNEL,
  decidedEntry,
  NOW,
  passed,
  sampleChange,
  sampleEntry,
  storeChallenge,
  storeClient,
} from './store-samples.ts';

/** What a whole log is checked by: the rows as they stand there. */
export function logRowsContract(open: Opener): void {
  test(
    'a row has all that the log has of an entry, and what it completed of the tree',
    withStore(open, async ({ audit, logRows, challenges, ...store }) => {
      const client = await storeClient({ audit, logRows, challenges, ...store });
      const challenge = await storeChallenge({ audit, logRows, challenges, ...store }, client);
      const next = passed(challenge);
      const written: AuditAppend[] = [sampleEntry(null), sampleEntry(challenge.id), decidedEntry(next)];
      await challenges.commit(
        sampleChange({ challenges: [{ expectedVersion: 1, next }], audit: [...written, sampleEntry(null)] }),
      );
      const rows = await logRows.rows(0, 10);
      assert.deepEqual(
        rows.map((row) => [row.index, row.challenge, row.verdictChannel]),
        [
          [0, null, null],
          [1, challenge.id, null],
          [2, challenge.id, CHANNEL],
          [3, null, null],
        ],
      );
      let tree = EMPTY_TREE;
      for (const { bytes, subtrees } of rows) {
        const grown = append(tree, leafHash(bytes));
        assertSame(subtrees, subtreeBytes(grown.completed));
        tree = grown.tree;
      }
      const entries = await audit.entries({ challenge: null, fromIndex: 0, limit: 10 });
      assertSame(
        rows.map(({ index, bytes, sealedDisclosures }) => ({ index, bytes, sealedDisclosures })),
        entries,
      );
      assert.deepEqual(
        (await logRows.rows(1, 2)).map(({ index }) => index),
        [1, 2],
      );
      const state = await logRows.state();
      assertSame(state, {
        size: 4,
        frontier: frontierBytes(tree),
        lastTime: NOW,
        policy: await audit.policy(),
        keyNumbers: [],
      });
    }),
  );

  test(
    'how often a challenge was named before, and where its verdict is',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const one = await storeChallenge(store, client);
      const two = await storeChallenge(store, client);
      const next = passed(one);
      await store.challenges.commit(
        sampleChange({
          challenges: [{ expectedVersion: 1, next }],
          audit: [sampleEntry(one.id), sampleEntry(two.id), decidedEntry(next)],
        }),
      );
      const { logRows } = store;
      assert.deepEqual(
        await logRows.countsBefore([one.id, two.id, 'chl_0'], 2),
        new Map([
          [one.id, 1],
          [two.id, 1],
        ]),
      );
      assert.deepEqual(await logRows.loggedVerdicts([one.id, two.id]), [{ challenge: one.id, index: 2 }]);
      const [verdict, ...others] = await logRows.verdictRows(0, 10);
      assert.deepEqual(others, []);
      assert.deepEqual(verdict, {
        number: verdict?.number,
        challenge: one.id,
        outcome: 'passed',
        reason: 'answered',
        decidedAt: NOW,
      });
      assert.deepEqual(await logRows.verdictRows(verdict?.number ?? 0, 10), []);
      const stored = await logRows.verdictsOf([one.id, two.id, 'chl_0']);
      assert.deepEqual(
        new Map(stored.map(({ challenge, outcome }) => [challenge, outcome])),
        new Map([
          [one.id, 'passed'],
          [two.id, 'pending'],
        ]),
      );
      assertSame([...(await logRows.wrappedKeysOf([one.id, 'chl_0']))], [[one.id, client.wrappedKey]]);
      assert.deepEqual(await logRows.pastOf([one.id]), new Set());
    }),
  );
}
