import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';

const ROOT = dirname(dirname(import.meta.dirname));
const LINTER = join(ROOT, 'node_modules', 'dclint', 'bin', 'dclint.cjs');

test('the compose file follows the schema and the rules of its linter', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [LINTER, '--max-warnings', '0', 'compose.yaml'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  assert.equal(status, 0, stdout + stderr);
});

test('the service can write nothing but its volume, holds no privilege, and gets the time that it needs to stop', () => {
  // The schema was just checked by the linter.
  const file = parse(readFileSync(join(ROOT, 'compose.yaml'), 'utf8')) as {
    readonly services: { readonly app: Readonly<Record<string, unknown>> };
  };
  const service = file.services.app;
  assert.equal(service['read_only'], true);
  assert.deepEqual(service['cap_drop'], ['ALL']);
  assert.deepEqual(service['security_opt'], ['no-new-privileges:true']);
  assert.deepEqual(service['volumes'], ['data:/data']);
  assert.equal(service['stop_grace_period'], '15s');
});
