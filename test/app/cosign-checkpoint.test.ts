import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CheckpointWitness, type WitnessMemory } from '../../src/app/cosign-checkpoint.ts';
import { withCosignature } from '../../src/domain/audit/cosignature.ts';
import type { TreeHead } from '../../src/domain/audit/merkle-proof.ts';
import { LOG, ORIGIN, WITNESS, watchedLog } from '../domain/audit/witnessed-log.ts';
import { fakeClock } from '../fakes/clock.ts';

const LOGS = [{ origin: ORIGIN, keys: [LOG.verifier] }];

/** Remembers as slowly as a disk does, and fails where it is told to. */
function memory(): WitnessMemory & { readonly kept: TreeHead[]; failNext: boolean } {
  const kept: TreeHead[] = [];
  return {
    kept,
    failNext: false,
    last: () => kept.at(-1) ?? null,
    async keep(_origin, head) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.failNext) {
        this.failNext = false;
        throw new Error('the disk is full');
      }
      kept.push(head);
    },
  };
}

const witness = (remembers: WitnessMemory) =>
  new CheckpointWitness({ logs: LOGS, signer: WITNESS.signer, memory: remembers, clock: fakeClock() });

test('a checkpoint is remembered and then cosigned, and again when it is asked for again', async () => {
  const log = watchedLog('a');
  const remembers = memory();
  const own = witness(remembers);
  for (const [from, to] of [
    [0, 5],
    [5, 5],
    [5, 31],
  ] as const) {
    const outcome = await own.add(log.request(from, to));
    assert.ok(outcome.type === 'cosigned');
    assert.ok(withCosignature(log.note(to), outcome.line, WITNESS.verifier).ok);
    assert.equal(remembers.last(ORIGIN)?.size, to);
  }
});

test('of a hundred requests at once, of two histories, those of one are cosigned', async () => {
  const [a, b] = [watchedLog('a'), watchedLog('b')];
  const remembers = memory();
  const own = witness(remembers);
  const requests = Array.from({ length: 100 }, (_, nth) =>
    own.add((nth % 2 === 0 ? b : a).request(0, 1 + (nth % 60))),
  );
  const outcomes = await Promise.all(requests);
  assert.equal(outcomes.filter(({ type }) => type === 'cosigned').length, 1);
  assert.equal(remembers.kept.length, 1);
});

test('what cannot be remembered is not cosigned, and does not stand in the way of what comes next', async () => {
  const log = watchedLog('a');
  const remembers = memory();
  const own = witness(remembers);
  remembers.failNext = true;
  await assert.rejects(own.add(log.request(0, 5)), /disk is full/);
  assert.equal((await own.add(log.request(0, 9))).type, 'cosigned');
});

test('whatever is asked in whatever order, all that was cosigned is of one history and never shorter', async () => {
  const histories = [watchedLog('a', 20), watchedLog('b', 20)];
  const ask = fc.record({
    history: fc.constantFrom(0, 1),
    from: fc.oneof(fc.constant('known'), fc.nat(20)),
    to: fc.integer({ min: 1, max: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(ask, { maxLength: 30 }), async (asks) => {
      const remembers = memory();
      const own = witness(remembers);
      const cosigned = new Set<number>();
      let longest = 0;
      for (const { history, from, to } of asks) {
        const old = typeof from === 'number' ? from : (remembers.last(ORIGIN)?.size ?? 0);
        const outcome = await own.add(histories[history]?.request(old, to) ?? '');
        if (outcome.type !== 'cosigned') continue;
        cosigned.add(history);
        assert.ok(outcome.size >= longest);
        longest = outcome.size;
      }
      assert.ok(cosigned.size <= 1);
    }),
    { seed: 6, numRuns: 150 },
  );
});

test('what is no request, or of a log that is not watched, is answered so', async () => {
  const own = witness(memory());
  assert.deepEqual(await own.add(''), { type: 'malformed' });
  assert.deepEqual(await own.add('old 0\n\nnothing\n'), { type: 'malformed' });
  const stranger = new CheckpointWitness({
    logs: [],
    signer: WITNESS.signer,
    memory: memory(),
    clock: fakeClock(),
  });
  assert.deepEqual(await stranger.add(watchedLog('a').request(0, 5)), { type: 'unknown_log' });
});
