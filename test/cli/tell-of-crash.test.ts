import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const CRASHING = join(import.meta.dirname, 'crashing-process.ts');

for (const way of ['exception', 'rejection']) {
  test(`the ${way} that nobody catches ends the process with a line of where, and without what it was about`, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CRASHING, way], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.doesNotMatch(stdout + stderr, /CANARY|1957/);
    const { level, msg, err } = JSON.parse(stderr);
    assert.deepEqual([level, msg, err.name], [50, 'the service ends by a fault of its own', 'SyntaxError']);
    assert.match(err.at.join('\n'), /crashing-process\.ts/);
  });
}
