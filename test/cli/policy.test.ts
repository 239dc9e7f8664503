import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-policy-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const explain = (...options: readonly string[]): string =>
  execFileSync(process.execPath, [MAIN, 'policy', 'explain', ...options], { cwd: folder, encoding: 'utf8' });

describe('countersign policy explain', () => {
  test('tells of every policy, with nothing set', () => {
    const words = explain();
    for (const name of ['default', 'strict', 'quick']) assert.match(words, new RegExp(`^${name}: `, 'm'));
  });

  test('gives the figures of one as JSON', () => {
    const told: unknown = JSON.parse(explain('strict', '--json'));
    assert.partialDeepStrictEqual(told, {
      policy: 'strict',
      guess_probability_per_challenge: 0.0032,
      passed_before_first_lock: 0.0048,
    });
  });

  test('knows the policies of the settings file, and names them where another is asked for', () => {
    writeFileSync(join(folder, 'countersign.config.json'), '{"policies": {"large": {"attempts": 2}}}');
    assert.match(explain('large'), /40 % of challenges/);
    const wrong = spawnSync(process.execPath, [MAIN, 'policy', 'explain', 'huge'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.notEqual(wrong.status, 0);
    assert.match(wrong.stderr, /There is no policy huge\. There are default, strict, quick, large\./);
  });
});
