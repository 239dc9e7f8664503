import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store } from '../../src/app/store-ports.ts';
import { parseLogEntry } from '../../src/domain/audit/log-entry.ts';
import type { Challenge } from '../../src/domain/challenge/challenge.ts';
import type { ChallengeId, ChannelId } from '../../src/kernel/ids.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import {
  CHANNEL,
  decidedEntry,
  freshRef,
  OTHER_CHANNEL,
  passed,
  sampleChange,
  sampleEntry,
  sampleView,
  storeChallenge,
  storeClient,
} from './store-samples.ts';

const AT_ONCE = 120;
const PAGE = 7;

/** A channel's verdicts in the order in which they were committed, for whoever reads them behind a cursor. */
export function verdictContract(open: Opener): void {
  test(
    'the verdicts of a channel are read in pages, and nothing else of the log',
    withStore(open, async (store) => {
      const mine = await decide(store, CHANNEL, 5);
      const others = await decide(store, OTHER_CHANNEL, 3);
      const [last] = await decide(store, CHANNEL, 1);
      await store.audit.append([sampleEntry(null)]);
      assert.ok(last !== undefined);
      assert.deepEqual(await idsOf(store, CHANNEL, 0, 100), [...mine, last]);
      assert.deepEqual(await idsOf(store, OTHER_CHANNEL, 0, 100), others);
      const [, second] = await store.audit.verdicts({ channel: CHANNEL, fromIndex: 0, limit: 2 });
      assert.ok(second !== undefined);
      assert.deepEqual(await idsOf(store, CHANNEL, second.index, 2), mine.slice(1, 3));
      assert.deepEqual(await idsOf(store, CHANNEL, second.index + 1, 2), mine.slice(2, 4));
      assert.deepEqual(await idsOf(store, CHANNEL, await store.audit.size(), 2), []);
    }),
  );

  test(
    'a reader behind a cursor sees every verdict once, however many are committed meanwhile',
    withStore(open, async (store, { reopen }) => {
      const client = await storeClient(store);
      const challenges = await Promise.all(
        Array.from({ length: AT_ONCE }, () => storeChallenge(store, client)),
      );
      const writers = Promise.all(
        challenges.map((challenge, turn) => afterTurns(turn, () => decideOne(store, challenge))),
      );
      const seen = await readMeanwhile(store, writers);
      assert.deepEqual(seen.toSorted(), challenges.map(({ id }) => id).toSorted());
      assert.deepEqual(await idsOf(await reopen(), CHANNEL, 0, AT_ONCE + 1), seen);
    }),
  );

  test(
    'challenges are read by their ids, those that are there',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const one = await storeChallenge(store, client);
      const two = await storeChallenge(store, client);
      const gone = passed(one).id.replace(/^chl_......../, 'chl_00000000') as ChallengeId;
      const read = await store.challenges.byIds([two.id, gone, one.id]);
      const inOrder = read.toSorted((a, b) => (a.challenge.id < b.challenge.id ? -1 : 1));
      assertSame(
        inOrder,
        [one, two].toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((challenge) => ({ challenge, client })),
      );
      assert.deepEqual(await store.challenges.byIds([]), []);
    }),
  );
}

/** Stores so many challenges of a channel and their verdicts, one after another, other entries in between. */
async function decide(store: Store, channel: ChannelId, count: number): Promise<readonly ChallengeId[]> {
  const client = await storeClient(store, { channel, ref: freshRef() });
  const ids: ChallengeId[] = [];
  for (let nth = 0; nth < count; nth++) {
    const challenge = await storeChallenge(store, client);
    await store.challenges.recordView(sampleView(challenge));
    await decideOne(store, challenge);
    ids.push(challenge.id);
  }
  return ids;
}

export async function decideOne(store: Store, challenge: Challenge): Promise<void> {
  const next = passed(challenge);
  const change = sampleChange({ challenges: [{ expectedVersion: 1, next }], audit: [decidedEntry(next)] });
  assert.equal(await store.challenges.commit(change), 'committed');
}

/** The verdicts of the channel as a reader behind a cursor sees them while others write, and once after. */
export async function readMeanwhile(
  store: Store,
  writers: Promise<unknown>,
): Promise<readonly ChallengeId[]> {
  let writing = true;
  const ended = writers.finally(() => {
    writing = false;
  });
  const seen: ChallengeId[] = [];
  let fromIndex = 0;
  for (let more = true; more; ) {
    const wasWriting = writing;
    const page = await store.audit.verdicts({ channel: CHANNEL, fromIndex, limit: PAGE });
    seen.push(...page.map(challengeOf));
    fromIndex = (page.at(-1)?.index ?? fromIndex - 1) + 1;
    more = wasWriting || page.length === PAGE;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await ended;
  return seen;
}

/** So that writers do not all fall into one group. */
async function afterTurns(turns: number, work: () => Promise<void>): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
  await work();
}

const idsOf = async (store: Store, channel: ChannelId, fromIndex: number, limit: number) =>
  (await store.audit.verdicts({ channel, fromIndex, limit })).map(challengeOf);

function challengeOf({ bytes }: { readonly bytes: Uint8Array }): ChallengeId {
  const entry = parseLogEntry(bytes);
  assert.ok(entry.ok && entry.value.challenge !== null);
  assert.equal(entry.value.type, 'challenge.decided');
  return entry.value.challenge;
}
