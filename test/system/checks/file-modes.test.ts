import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkFileModes } from '../../../src/system/checks/file-modes.ts';

test('a secret that others can read is a fault, anything else of the owner a warning, and what is kept is fine', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-modes-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const files = [
    { path: join(folder, 'secret.key'), secret: true },
    { path: join(folder, 'data.db'), secret: false },
    { path: join(folder, 'absent'), secret: true },
  ];
  const [key = files[0], data = files[1]] = files;
  for (const file of [key, data]) writeFileSync(file?.path ?? '', '', { mode: 0o600 });
  assert.deepEqual(
    checkFileModes(files).map(({ level, found }) => [level, found]),
    [['ok', '2 files and folders are for their owner alone.']],
  );

  chmodSync(join(folder, 'secret.key'), 0o640);
  chmodSync(join(folder, 'data.db'), 0o604);
  assert.deepEqual(
    checkFileModes(files).map(({ level, todo }) => [level, todo]),
    [
      ['fault', `Run: chmod go= ${join(folder, 'secret.key')}`],
      ['warning', `Run: chmod go= ${join(folder, 'data.db')}`],
    ],
  );
});
