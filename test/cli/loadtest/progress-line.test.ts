import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressLine, progressText } from '../../../src/cli/loadtest/progress-line.ts';

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) > 0 };
}

test('the line says how far, how fast, and errors once there are any', () => {
  assert.equal(
    progressText(500, 0, 2000, 1000),
    '████████░░░░░░░░░░░░░░░░░░░░░░ 500 of 2,000, 500 per second',
  );
  assert.match(progressText(1990, 10, 2000, 4000), /^█{30} 2,000 of 2,000, 500 per second, 10 errors$/u);
});

test('on a terminal the line is drawn over itself, and wiped at the end', () => {
  const terminal = stream(true);
  const line = progressLine(terminal, 10);
  line.update(1, 0);
  line.end();
  assert.equal(terminal.written.length, 2);
  assert.match(terminal.written[0] ?? '', /^\r.*1 of 10/u);
  assert.match(terminal.written[1] ?? '', /^\r/u);
});

test('it is not drawn more often than eyes can follow', () => {
  const terminal = stream(true);
  const line = progressLine(terminal, 10_000);
  for (let done = 1; done <= 1000; done++) line.update(done, 0);
  assert.ok(terminal.written.length < 100);
});

test('where there is no terminal nothing is written', () => {
  const file = stream(false);
  const line = progressLine(file, 10);
  line.update(1, 0);
  line.end();
  assert.deepEqual(file.written, []);
});
