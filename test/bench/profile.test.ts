import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flameGraph } from '../../bench/report/flame-graph.ts';
import { byFunction, byHome, type CpuProfile, stacksOf } from '../../bench/report/profile.ts';

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 6 });

/** A request is read by Node, goes through Fastify to our handler, which seals natively and reads the database. */
const PROFILE: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 3, 9] },
    { id: 2, callFrame: frame('(idle)') },
    { id: 3, callFrame: frame('onread', 'node:internal/stream_base_commons'), children: [4] },
    { id: 4, callFrame: frame('handler', 'file:///x/node_modules/fastify/lib/route.js'), children: [5] },
    { id: 5, callFrame: frame('', 'file:///x/src/http/api/route.ts'), children: [6, 7] },
    { id: 6, callFrame: frame('seal', 'file:///x/src/kernel/sealing.ts'), children: [8] },
    { id: 7, callFrame: frame('read', 'file:///x/src/store/sqlite/database.ts') },
    { id: 8, callFrame: frame('final') },
    { id: 9, callFrame: frame('(garbage collector)') },
  ],
  samples: [2, 8, 7, 7, 9, 3],
  // From the sample before: each one lasts until the next.
  timeDeltas: [0, 1000, 100, 20, 30, 5],
};

test('a sample counts from its moment to the next, and idle time not at all', () => {
  const total = stacksOf(PROFILE).reduce((sum, { microseconds }) => sum + microseconds, 0);
  assert.equal(total, 100 + 20 + 30 + 5);
});

test('time belongs to the innermost room, package or part of Node; native code to its caller', () => {
  assert.deepEqual(
    byHome(stacksOf(PROFILE)),
    new Map([
      ['kernel', 100],
      ['store', 50],
      ['(garbage collector)', 5],
      ['node:stream_base_commons', 0],
    ]),
  );
});

test('a function of ours counts with all that it calls, and goes by its place where it has no name', () => {
  const functions = byFunction(stacksOf(PROFILE));
  assert.equal(functions.get('http: route.ts:7'), 150);
  assert.equal(functions.get('kernel: seal'), 100);
  assert.equal(functions.has('fastify: handler'), false);
});

test('the flame graph draws each of our functions, and what lies between them as one box', () => {
  const svg = flameGraph({ title: 'A request', stacks: stacksOf(PROFILE), leastShare: 0.001 });
  const titles = [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title]) => title);
  assert.deepEqual(titles, [
    'Node, 150 µs',
    'http: route.ts:7, 150 µs',
    'kernel: seal, 100 µs',
    'final, 100 µs',
    'store: read, 50 µs',
    '(garbage collector), 5 µs',
  ]);
});

test('what takes too small a share of the time is not drawn', () => {
  const svg = flameGraph({ title: 'A request', stacks: stacksOf(PROFILE), leastShare: 0.1 });
  assert.doesNotMatch(svg, /<title>.garbage/);
});
