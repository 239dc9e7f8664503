import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { readSources } from '../../src/config/read-sources.ts';

const root = mkdtempSync(join(tmpdir(), 'countersign-settings-'));
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(root, 'd'));
});

after(() => rmSync(root, { recursive: true }));

test('files that are not there are no sources', () => {
  assert.partialDeepStrictEqual(readSources(directory, { A: 'b' }), {
    ok: true,
    value: { environment: { A: 'b' }, envFile: null, configFile: null },
  });
});

test('both files are read as they are', () => {
  writeFileSync(join(directory, '.env'), 'API_PORT=1\n');
  writeFileSync(join(directory, 'countersign.config.json'), '{}');
  assert.partialDeepStrictEqual(readSources(directory, {}), {
    ok: true,
    value: { environment: {}, envFile: 'API_PORT=1\n', configFile: '{}' },
  });
});

test('a file that a setting names is found from the same directory', () => {
  writeFileSync(join(directory, 'token'), 't0ken\n');
  const read = readSources(directory, {});
  assert.ok(read.ok);
  assert.equal(read.value.fileText('token'), 't0ken\n');
  assert.equal(read.value.fileText(join(directory, 'token')), 't0ken\n');
  assert.equal(read.value.fileText('nothing'), null);
  assert.equal(read.value.fileText('.'), null);
});

test('a file that is there and cannot be read is a fault, not a file that is not there', () => {
  mkdirSync(join(directory, '.env'));
  const read = readSources(directory, {});
  assert.ok(!read.ok);
  assert.deepEqual(read.error, [
    { setting: '.env', source: '.env', found: null, expected: 'cannot be read (EISDIR)' },
  ]);
});
