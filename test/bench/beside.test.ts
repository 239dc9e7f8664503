import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanAndError, type Served } from '../../bench/beside.ts';
import { besideText } from '../../bench/report/console-text.ts';

const served = (folder: string, cpuMicroseconds: number): Served => ({
  folder,
  cpuMicroseconds,
  perSecond: 1000,
  rssMegabytes: 180,
});

test('the error of a mean is that of the values, smaller by the root of how many there are', () => {
  assert.deepEqual(meanAndError([2, 4, 4, 6]), { mean: 4, error: Math.sqrt(8 / 3 / 4) });
});

test('two versions are told apart by their means and how sure these are', () => {
  const text = besideText([served('old', 990), served('new', 890), served('old', 1010), served('new', 910)]);
  assert.match(text, /^old +1,000 ± 10 µs$/mu);
  assert.match(text, /^new +900 ± 10 µs$/mu);
  assert.match(text, /^× 0\.900 ± 0\.013$/mu);
});
