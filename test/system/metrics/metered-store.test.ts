import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { StoreUnavailable } from '../../../src/app/store-ports.ts';
import { instant, plus } from '../../../src/kernel/instant.ts';
import { meteredStore } from '../../../src/system/metrics/metered-store.ts';
import { storeMetrics } from '../../../src/system/metrics/store-metrics.ts';
import { NOW, storeDelivery, take } from '../../contracts/store-samples.ts';
import { create, decide } from '../../store/sqlite/journeys.ts';
import { openTemporaryStore } from '../../store/sqlite/temporary-store.ts';

async function metered() {
  const registry = new Registry();
  const opened = await openTemporaryStore();
  const figures = storeMetrics(registry);
  const store = meteredStore(opened.store, figures);
  const value = async (name: string, labels: Record<string, string> = {}) => {
    const metric = await registry.getSingleMetric(name)?.get();
    const found = metric?.values.find((each) =>
      Object.entries(labels).every(([label, text]) => each.labels[label] === text),
    );
    return found?.value ?? 0;
  };
  return { ...opened, store, figures, registry, value };
}

test('what is committed is counted by channel and status, with the time that it took', async () => {
  const { store, registry, value, dispose } = await metered();
  const challenge = await create(store);
  const { channel } = challenge;
  assert.equal(await value('countersign_challenges_created_total', { channel }), 1);
  assert.equal(await value('countersign_challenges_decided_total'), 0);

  await decide(store, challenge);
  await assert.rejects(decide(store, challenge), 'a conflict');
  assert.equal(await value('countersign_challenges_decided_total', { channel, status: 'passed' }), 1);
  assert.match(
    await registry.metrics(),
    /countersign_verdict_seconds_count\{channel="main",status="passed"\} 1/,
  );

  const now = instant(Date.UTC(2030, 0, 1));
  const [claimed] = await take(store, { channel, now, leaseUntil: plus(now, 1000), limit: 1 });
  assert.ok(claimed);
  const settled = { ...claimed, status: 'delivered' as const, deliveredAt: now };
  assert.equal(await store.deliveries.settle(settled, null), true);
  const labels = { channel, connector: claimed.connector, outcome: 'delivered' };
  assert.equal(await value('countersign_delivery_attempts_total', labels), 1);
  await dispose();
});

test('a delivery is stuck once, at its fourth failure, and again only where it was sent again', async () => {
  const { store, value, dispose } = await metered();
  const delivery = await storeDelivery(store);
  const labels = { channel: delivery.channel, connector: delivery.connector };
  const stuck: number[] = [];
  for (let failure = 1; failure <= 10; failure++) {
    const claim = { channel: delivery.channel, now: NOW, leaseUntil: plus(NOW, 1000), limit: 1 };
    const [claimed] = await take(store, claim);
    assert.ok(claimed);
    const failed = { ...claimed, nextAttemptAt: NOW, lastError: 'Chatfuel answered 503' };
    await store.deliveries.settle(failed, null);
    stuck.push(await value('countersign_deliveries_stuck_total', labels));
    const again = { ...failed, attemptsBefore: failed.attempts };
    if (failure === 5) await store.deliveries.override(failed, again, null);
  }
  assert.deepEqual(stuck, [0, 0, 0, 1, 1, 1, 1, 1, 2, 2]);
  await dispose();
});

test('figures of deliveries are there before the first one', async () => {
  const { figures, registry, dispose } = await metered();
  figures.expect([{ channel: 'vault', connector: 'webhook' }]);
  const text = await registry.metrics();
  for (const figure of [
    'deliveries_stuck_total{channel="vault",connector="webhook"}',
    'delivery_attempts_total{channel="vault",connector="webhook",outcome="delivered"}',
    'delivery_attempts_total{channel="vault",connector="webhook",outcome="again"}',
    'delivery_attempts_total{channel="vault",connector="webhook",outcome="given_up"}',
  ]) {
    assert.ok(text.includes(`countersign_${figure} 0\n`), figure);
  }
  await dispose();
});

test('a commit that fails is counted as one, and nothing else', async () => {
  const { store, registry, value, dispose } = await metered();
  await dispose();
  await assert.rejects(create(store), StoreUnavailable);
  assert.equal(await value('countersign_store_failures_total'), 1);
  assert.equal(await value('countersign_challenges_created_total'), 0);
  assert.match(await registry.metrics(), /countersign_store_commit_seconds_count 1/);
});
