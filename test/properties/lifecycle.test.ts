import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ChallengeEvent, type Lifecycle, transition } from '../../src/domain/challenge/lifecycle.ts';
import { instant } from '../../src/kernel/instant.ts';

const at = fc.integer({ min: -4_000_000, max: 4_000_000 }).map(instant);
const event: fc.Arbitrary<ChallengeEvent> = fc.oneof(
  fc.record({ type: fc.constant('answer' as const), correct: fc.boolean(), at }),
  fc.record({ type: fc.constant('clock' as const), at }),
  fc.record({
    type: fc.constant('cancel' as const),
    reason: fc.constantFrom('canceled_by_bot' as const, 'canceled_by_person' as const, 'superseded' as const),
    at,
  }),
);
const fresh: fc.Arbitrary<Lifecycle> = fc
  .record({
    createdAt: at,
    ttl: fc.integer({ min: 10_000, max: 600_000 }),
    attemptsAllowed: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ createdAt, ttl, attemptsAllowed }) => ({
    status: 'pending',
    attempts: 0,
    attemptsAllowed,
    createdAt,
    expiresAt: instant(createdAt + ttl),
    decidedAt: null,
    reason: null,
  }));

const history = fc.tuple(fresh, fc.array(event, { maxLength: 30 }));
function run(start: Lifecycle, events: readonly ChallengeEvent[]): readonly Lifecycle[] {
  const states = [start];
  for (const next of events) states.push(transition(states.at(-1) ?? start, next).lifecycle);
  return states;
}

test('over any history, a verdict is given at most once and never changes', () => {
  fc.assert(
    fc.property(history, ([start, events]) => {
      const states = run(start, events);
      const first = states.findIndex(({ status }) => status !== 'pending');
      if (first >= 0) for (const state of states.slice(first)) assert.deepEqual(state, states[first]);
    }),
    { seed: 2, numRuns: 2_000 },
  );
});

test('over any history, attempts never exceed what is allowed, and never shrink', () => {
  fc.assert(
    fc.property(history, ([start, events]) => {
      const attempts = run(start, events).map((state) => state.attempts);
      assert.ok(attempts.every((count, index) => count >= (attempts[index - 1] ?? 0)));
      assert.ok(attempts.every((count) => count <= start.attemptsAllowed));
    }),
    { seed: 3, numRuns: 2_000 },
  );
});

test('over any history, only a right answer before the deadline passes', () => {
  fc.assert(
    fc.property(history, ([start, events]) => {
      const states = run(start, events);
      const passed = states.findIndex(({ status }) => status === 'passed');
      if (passed < 0) return;
      const cause = events[passed - 1];
      assert.ok(cause?.type === 'answer' && cause.correct && cause.at < start.expiresAt);
    }),
    { seed: 4, numRuns: 2_000 },
  );
});

test('over any history, what happens at the deadline or later finds the challenge ended', () => {
  fc.assert(
    fc.property(history, ([start, events]) => {
      const states = run(start, events);
      for (const [nth, { at }] of events.entries()) {
        if (at >= start.expiresAt) assert.notEqual(states[nth + 1]?.status, 'pending');
      }
    }),
    { seed: 6, numRuns: 2_000 },
  );
});

test('over any history, a decided challenge has a reason and a time, a pending one has neither', () => {
  fc.assert(
    fc.property(history, ([start, events]) => {
      for (const { status, reason, decidedAt, createdAt } of run(start, events)) {
        assert.equal(reason === null, status === 'pending');
        assert.equal(decidedAt === null, status === 'pending');
        if (decidedAt !== null) assert.ok(decidedAt >= createdAt);
      }
    }),
    { seed: 5, numRuns: 2_000 },
  );
});
