import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const ROOT = dirname(dirname(import.meta.dirname));
/** Of ten, as systemd counts: below 2 is what it calls OK and nearly as closed as can be. */
const EXPOSURE_PERCENT = 20;

test('the unit is one that systemd takes, and leaves the service little to do harm with', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-unit-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const unit = join(folder, 'countersign.service');
  const text = readFileSync(join(ROOT, 'deploy', 'countersign.service'), 'utf8');
  assert.match(
    text,
    /^ExecStart=\/usr\/bin\/node (?:--(?:(?:max-semi-space-size|heap-growing-percent)=\d+|no-allocation-site-pretenuring) )+\/opt\/countersign\/bin\/countersign\.js serve$/m,
  );
  // Where Node is on this machine: systemd looks whether it is there.
  writeFileSync(unit, text.replace('ExecStart=/usr/bin/node', `ExecStart=${process.execPath}`));
  const analyze = (...args: readonly string[]) =>
    spawnSync('systemd-analyze', [...args, unit], { encoding: 'utf8' });
  const verified = analyze('verify', '--man=no');
  assert.equal(verified.status, 0, verified.stderr);
  assert.equal(verified.stderr, '');
  const security = analyze('security', '--offline=true', `--threshold=${EXPOSURE_PERCENT}`, '--no-pager');
  assert.equal(security.status, 0, security.stdout.slice(-300));
});
