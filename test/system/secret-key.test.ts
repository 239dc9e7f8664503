import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  previousKeyFromFile,
  previousPath,
  replaceKeyFile,
  secretKeyFromFile,
} from '../../src/system/secret-key.ts';

function keyPath(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-key-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'data', 'countersign.key');
}

test('the first start makes a key that only its owner can read, later starts read it', (context) => {
  const path = keyPath(context);
  const key = secretKeyFromFile(path);
  assert.equal(key.byteLength, 32);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(Buffer.from(secretKeyFromFile(path)), Buffer.from(key));
});

test('a key that others can read is refused with the command that mends it', (context) => {
  const path = keyPath(context);
  secretKeyFromFile(path);
  chmodSync(path, 0o644);
  assert.throws(() => secretKeyFromFile(path), /chmod 600/);
});

test('a file that holds no key is refused, and left as it is', (context) => {
  const path = keyPath(context);
  secretKeyFromFile(path);
  writeFileSync(path, 'short\n');
  assert.throws(() => secretKeyFromFile(path), /backup/);
});

test('a key is replaced by a new one and kept beside it, once', (context) => {
  const path = keyPath(context);
  const key = secretKeyFromFile(path);
  assert.equal(previousKeyFromFile(path), null);
  // What an earlier attempt left when it was cut off.
  writeFileSync(`${path}.new`, 'half');
  replaceKeyFile(path);
  assert.deepEqual(Buffer.from(previousKeyFromFile(path) ?? []), Buffer.from(key));
  assert.notDeepEqual(Buffer.from(secretKeyFromFile(path)), Buffer.from(key));
  for (const file of [path, previousPath(path)]) assert.equal(statSync(file).mode & 0o777, 0o600);
  const replaced = secretKeyFromFile(path);
  assert.throws(() => replaceKeyFile(path), /previous is there already/);
  assert.deepEqual(Buffer.from(secretKeyFromFile(path)), Buffer.from(replaced));
});
