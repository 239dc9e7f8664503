import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { checkpointFile, forgetfulCheckpoint } from '../../src/system/checkpoint-file.ts';

function folderFor(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-checkpoint-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a checkpoint is replaced by who knows the one before, and by nobody else', async (context) => {
  for (const file of [checkpointFile(join(folderFor(context), 'kept')), forgetfulCheckpoint()]) {
    assert.equal(await file.read(), null);
    assert.equal(await file.replace('one', 'two'), false);
    assert.equal(await file.read(), null);
    assert.equal(await file.replace(null, 'one'), true);
    assert.equal(await file.replace(null, 'two'), false);
    assert.equal(await file.read(), 'one');
    assert.equal(await file.replace('one', 'two'), true);
    assert.equal(await file.read(), 'two');
  }
});

test('the directory is made where it is not there, the file is its owner’s, and nothing lies beside it', async (context) => {
  const folder = join(folderFor(context), 'a', 'b');
  const path = join(folder, 'kept');
  const file = checkpointFile(path);
  assert.equal(await file.replace(null, 'one'), true);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  writeFileSync(`${path}.new`, 'what a crash left');
  assert.equal(await file.replace('one', 'two'), true);
  assert.deepEqual(readdirSync(folder), ['kept']);
  assert.equal(await checkpointFile(path).read(), 'two');
});

test('a checkpoint that cannot be read is no missing one', async (context) => {
  await assert.rejects(checkpointFile(folderFor(context)).read());
});
