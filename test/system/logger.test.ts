import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { jsonLog } from '../../src/system/logger.ts';

function logged(write: (log: ReturnType<typeof jsonLog>) => void): string[] {
  const lines: string[] = [];
  write(jsonLog('info', { write: (line: string) => void lines.push(line) }));
  return lines;
}

test('a value with line breaks cannot forge a line', () => {
  const lines = logged((log) => log.info({ route: 'a\r\n{"level":60,"msg":"forged"}' }, 'b\nc'));
  assert.equal(lines.length, 1);
  assert.equal(lines[0]?.trimEnd().split('\n').length, 1);
});

test("an error's message, which may quote what a request held, is not logged; its kind and place are", () => {
  const [line = ''] = logged((log) => log.error({ err: new RangeError('born 1980-02-03') }, 'a fault'));
  assert.ok(!line.includes('1980'));
  assert.ok(line.includes('RangeError') && line.includes('logger.test'));
});

test('what is below the level is not written', () => {
  assert.deepEqual(logged((log) => log.info({}, 'seen')).length + logged(() => undefined).length, 1);
});

test('each line says when it was written, to the millisecond', () => {
  mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 10, 22, 9, 30, 59, 7) });
  try {
    const lines = logged((log) => {
      for (const later of [0, 90, 902, 1]) {
        mock.timers.tick(later);
        log.info({}, 'seen');
      }
    });
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).time),
      [
        '2026-11-22T09:30:59.007Z',
        '2026-11-22T09:30:59.097Z',
        '2026-11-22T09:30:59.999Z',
        '2026-11-22T09:31:00.000Z',
      ],
    );
  } finally {
    mock.timers.reset();
  }
});
