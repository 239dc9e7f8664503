import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pinned } from '../../bench/harness/child.ts';
import { readSummary } from '../../bench/harness/request-load.ts';

test("the line of our script is found behind wrk's own", () => {
  const line = '{"requests":1000,"seconds":2.000000,"p50":1.5,"p95":2.5,"p99":3.5,"refused":3,"broken":1}';
  assert.deepEqual(readSummary(`Running 2s test\nRequests/sec: 500\n${line}\n`), {
    perSecond: 500,
    p50: 1.5,
    p95: 2.5,
    p99: 3.5,
    errors: 4,
  });
});

test('where wrk measured nothing, its own words are told', () => {
  assert.throws(() => readSummary('unable to connect to 127.0.0.1:1'), /unable to connect/);
});

test('a program keeps to its core where that can be had', () => {
  assert.deepEqual(pinned({ taskset: '/usr/bin/taskset' }, 'measuring', ['wrk', '-t1']), [
    '/usr/bin/taskset',
    '-c',
    '1',
    'wrk',
    '-t1',
  ]);
  assert.deepEqual(pinned({ taskset: null }, 'measured', ['node']), ['node']);
});
