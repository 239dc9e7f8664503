import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Traveller } from '../../../src/cli/loadtest/journey.ts';
import { loadWithJourneys } from '../../../src/cli/loadtest/journey-load.ts';
import { ToldVerdicts } from '../../../src/cli/loadtest/told-verdicts.ts';
import { err, ok } from '../../../src/kernel/result.ts';

/** People whose journeys end as `go` says, without a service. */
const people = (go: Traveller['go']): Traveller => ({
  go,
  create: async () => err('create: not asked for'),
  open: async () => err('page: not asked for'),
  answer: async () => err('answer: not asked for'),
  close: async () => undefined,
});

const load = (traveller: Traveller, changes: Partial<Parameters<typeof loadWithJourneys>[0]> = {}) =>
  loadWithJourneys({
    traveller,
    journeys: 20,
    connections: 3,
    run: 'test',
    told: null,
    stopped: new AbortController().signal,
    progress: () => undefined,
    ...changes,
  });

test('so many journeys are made, of another client each, and never more at once than asked for', async () => {
  const clients = new Set<string>();
  let underWay = 0;
  let most = 0;
  const { tally, steps } = await load(
    people(async (client, observe) => {
      clients.add(client.id);
      most = Math.max(most, ++underWay);
      await Promise.resolve();
      observe('create', 1);
      observe('page', 2);
      observe('answer', 3);
      underWay--;
      return ok(null);
    }),
  );
  assert.equal(clients.size, 20);
  assert.equal(most, 3);
  assert.deepEqual([tally.succeeded, tally.failed], [20, 0]);
  assert.deepEqual(
    [...steps].map(([step, { count }]) => [step, count]),
    [
      ['create', 20],
      ['page', 20],
      ['answer', 20],
    ],
  );
});

test('a journey that fails is counted by the step at which it did, and the others go on', async () => {
  let nth = 0;
  const { tally } = await load(people(async () => (++nth % 4 === 0 ? err('page: status 503') : ok(null))));
  assert.equal(tally.succeeded, 15);
  assert.deepEqual(tally.failures, [['page: status 503', 5]]);
});

test('where the platform listens, a journey counts once that was told the right verdict', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const told = new ToldVerdicts();
  let nth = 0;
  const ended = load(
    people(async ({ id }) => {
      if (nth++ < 2) return ok(null);
      told.hear(id, nth === 3 ? 'false' : 'true');
      return ok(null);
    }),
    { told },
  );
  // The last of the journeys, and then the wait for what was never told.
  for (let turn = 0; turn < 1000; turn++) await Promise.resolve();
  t.mock.timers.tick(10_000);
  const { tally } = await ended;
  assert.equal(tally.succeeded, 17);
  assert.deepEqual(tally.failures, [
    ['told: answered, but the platform never heard of it', 2],
    ['told: user_validated=false for a right answer', 1],
  ]);
});

test('told to stop, it begins no other journey', async () => {
  const stop = new AbortController();
  const { tally } = await load(
    people(async () => {
      stop.abort();
      return ok(null);
    }),
    { stopped: stop.signal },
  );
  assert.ok(tally.succeeded <= 3);
});
