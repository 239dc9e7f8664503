import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { beginVault, SecretRefused } from '../../../src/app/open-vault.ts';
import type { Notice } from '../../../src/app/ports.ts';
import { makeId } from '../../../src/kernel/ids.ts';
import { plus } from '../../../src/kernel/instant.ts';
import { Line } from '../../../src/store/postgres/line.ts';
import { postgresNotices } from '../../../src/store/postgres/notices.ts';
import { openPostgresStore } from '../../../src/store/postgres/store.ts';
import { postgresTurns } from '../../../src/store/postgres/turns.ts';
import {
  CHANNEL,
  decidedEntry,
  freshBytes,
  NOW,
  passed,
  sampleChange,
  sampleDelivery,
  sampleEntry,
  storeChallenge,
  storeClient,
  take,
} from '../../contracts/store-samples.ts';
import { decideOne, readMeanwhile } from '../../contracts/verdict-contract.ts';
import { seededEntropy } from '../../fakes/entropy.ts';
import { recordingLog } from '../../fakes/log.ts';
import { startPostgres, type TestPostgres } from '../../postgres-for-tests.ts';

let server: TestPostgres;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

/** Several stores on one database, as several instances open them. */
async function openInstances(count: number) {
  const url = await server.createDatabase();
  const stores = await Promise.all(Array.from({ length: count }, () => openPostgresStore(url)));
  const [first] = stores;
  assert(first !== undefined);
  return { first, stores, url, close: () => Promise.all(stores.map((store) => store.close())) };
}

test('instances that start at once on an empty database make its schema once', async () => {
  const { stores, close } = await openInstances(6);
  for (const store of stores) await store.ping();
  await close();
});

test('of answers that race on four instances one decides, with one entry and one delivery', async () => {
  const { first, stores, close } = await openInstances(4);
  const challenge = await storeChallenge(first, await storeClient(first));
  const outcomes = await Promise.all(
    Array.from({ length: 32 }, (_, racer) => {
      const next = passed(challenge);
      return stores[racer % 4]?.challenges.commit(
        sampleChange({
          challenges: [{ expectedVersion: 1, next }],
          audit: [decidedEntry(next)],
          deliveries: [sampleDelivery(next)],
        }),
      );
    }),
  );
  assert.equal(outcomes.filter((outcome) => outcome === 'committed').length, 1);
  assert.equal(outcomes.filter((outcome) => outcome === 'conflict').length, 31);
  assert.equal(await first.audit.size(), 1);
  assert.equal((await first.deliveries.ofChallenges([challenge.id])).length, 1);
  await close();
});

test('verdicts that four instances commit at once are seen by a reader behind a cursor, each of them once', async () => {
  const { first, stores, close } = await openInstances(5);
  const client = await storeClient(first);
  const challenges = await Promise.all(Array.from({ length: 200 }, () => storeChallenge(first, client)));
  const writers = Promise.all(
    stores.slice(1).map(async (store, instance) => {
      for (const challenge of challenges.filter((_, nth) => nth % 4 === instance)) {
        await decideOne(store, challenge);
      }
    }),
  );
  const seen = await readMeanwhile(first, writers);
  assert.deepEqual(seen.toSorted(), challenges.map(({ id }) => id).toSorted());
  await close();
});

test('16 guesses at one client on four instances count as 16', async () => {
  const { first, stores, close } = await openInstances(4);
  const client = await storeClient(first);
  const guess = async (store: (typeof stores)[number]): Promise<void> => {
    for (;;) {
      const found = await store.challenges.client(CHANNEL, client.ref);
      assert(found !== null);
      const next = {
        ...found,
        consecutiveFailures: found.consecutiveFailures + 1,
        version: found.version + 1,
      };
      const change = sampleChange({ client: { expectedVersion: found.version, next } });
      if ((await store.challenges.commit(change)) === 'committed') return;
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, nth) => guess(stores[nth % 4] ?? first)));
  assert.equal((await first.challenges.client(CHANNEL, client.ref))?.consecutiveFailures, 16);
  await close();
});

test('the log of four instances that write at once has no gap, and its tree is the one of its entries', async () => {
  const { first, stores, close } = await openInstances(4);
  await Promise.all(
    Array.from({ length: 200 }, (_, nth) => stores[nth % 4]?.audit.append([sampleEntry(null)])),
  );
  const entries = await first.audit.entries({ challenge: null, fromIndex: 0, limit: 1000 });
  assert.deepEqual(
    entries.map(({ index }) => index),
    Array.from({ length: 200 }, (_, index) => index),
  );
  assert.equal((await first.audit.tree()).size, 200);
  await close();
});

test('deliveries that four instances claim at once go to one each', async () => {
  const { first, stores, close } = await openInstances(4);
  const challenge = await storeChallenge(first, await storeClient(first));
  const deliveries = Array.from({ length: 40 }, () => sampleDelivery(challenge));
  await first.challenges.commit(sampleChange({ deliveries }));
  const claim = { channel: CHANNEL, now: NOW, leaseUntil: NOW, limit: 15 };
  const leased = { ...claim, leaseUntil: plus(NOW, 60_000) };
  const claims = await Promise.all(stores.map((store) => take(store, leased)));
  const rest = await take(first, { ...leased, limit: 100 });
  const ids = [...claims.flat(), ...rest].map(({ id }) => id);
  assert.equal(ids.length, 40);
  assert.equal(new Set(ids).size, 40);
  await close();
});

test('an instance whose SECRET_KEY is another one is turned away with one line; the others serve on', async () => {
  const url = await server.createDatabase();
  const secrets = { current: randomBytes(32), previous: null };
  const others = { current: randomBytes(32), previous: null };
  const [one, other] = [await openPostgresStore(url), await openPostgresStore(url)];
  const entropy = seededEntropy('secrets');
  const vault = await beginVault(one.secrets, secrets, entropy);
  await assert.rejects(
    beginVault(other.secrets, others, entropy),
    (error) => error instanceof SecretRefused && /^SECRET_KEY is not the one/.test(error.message),
  );
  const again = await beginVault(other.secrets, secrets, entropy);
  assert.equal(again.pseudonym('ana'), vault.pseudonym('ana'));
  await Promise.all([one.close(), other.close()]);
});

test('what one instance publishes the others hear, and itself hears it once', async () => {
  const url = await server.createDatabase();
  const instances = [0, 1, 2].map(() => postgresNotices(new Line(url), recordingLog()));
  await Promise.all(instances.map(({ ready }) => ready));
  const heard = instances.map((instance) => {
    const notices: Notice[] = [];
    instance.subscribe((notice) => notices.push(notice));
    return notices;
  });
  const sent = Array.from({ length: 100 }, (): Notice => {
    const challenge = makeId('challenge', NOW, freshBytes(10));
    return { type: 'verdict', challenge, channel: CHANNEL };
  });
  for (const notice of sent) instances[0]?.publish(notice);
  while (heard.some((notices) => notices.length < sent.length)) await pause(5);
  await pause(50);
  for (const notices of heard) assert.deepEqual(notices, sent);
  await Promise.all(instances.map((instance) => instance.close()));
});

test('a turn is had by one instance at a time, and by another when its holder dies', async () => {
  const url = await server.createDatabase();
  const lines = [new Line(url), new Line(url)];
  const [one, other] = lines.map(postgresTurns);
  assert(one !== undefined && other !== undefined);
  const done: string[] = [];
  await one.alone('sweep', async () => {
    assert.equal(
      await other.alone('sweep', async () => {
        done.push('twice');
      }),
      false,
    );
    assert.equal(
      await other.alone('forget', async () => {
        done.push('another');
      }),
      true,
    );
    // As when the instance is killed: its session ends in the middle of its turn.
    (await lines[0]?.connection())?.abandon();
    const taken = async () =>
      await other.alone('sweep', async () => {
        done.push('after it');
      });
    while (!(await taken())) await pause(10);
  });
  assert.deepEqual(done, ['another', 'after it']);
  await Promise.all(lines.map((line) => line.close()));
});
