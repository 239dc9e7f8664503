import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSources } from '../../src/config/read-sources.ts';
import { DEFAULT_RETENTION, readRetention } from '../../src/config/retention-settings.ts';
import { describeSettingFault } from '../../src/config/setting-fault.ts';
import { SettingReader } from '../../src/config/setting-reader.ts';

function read(environment: Record<string, string>) {
  // A directory without settings files.
  const sources = readSources(import.meta.dirname, environment);
  assert.ok(sources.ok);
  const reader = new SettingReader(sources.value);
  const value = readRetention(reader);
  return { value, faults: reader.faults.map(describeSettingFault).join('\n') };
}

test('what nobody sets a time for is kept for the usual one, and never longer than the evidence', () => {
  assert.deepEqual(read({}), { value: DEFAULT_RETENTION, faults: '' });
  const { value, faults } = read({ RETAIN_EVIDENCE_DAYS: '30', BLOCK_DAYS: '60' });
  assert.equal(faults, '');
  assert.deepEqual(value, { views: 30, challenges: 30, evidence: 30, blocked: 60 });
});

test('nothing goes before deliveries have ended, and no class is kept longer than the evidence', () => {
  assert.match(read({ RETAIN_CHALLENGES_DAYS: '6' }).faults, /RETAIN_CHALLENGES_DAYS.*7 to 36500/);
  assert.match(read({ RETAIN_EVIDENCE_DAYS: '3' }).faults, /RETAIN_EVIDENCE_DAYS.*7 to 36500/);
  assert.match(read({ BLOCK_DAYS: '-1' }).faults, /BLOCK_DAYS.*0 to 36500/);
  const { faults } = read({
    RETAIN_EVIDENCE_DAYS: '30',
    RETAIN_VIEWS_DAYS: '31',
    RETAIN_CHALLENGES_DAYS: '40',
  });
  assert.match(faults, /RETAIN_VIEWS_DAYS.*at most RETAIN_EVIDENCE_DAYS, which is 30/);
  assert.match(faults, /RETAIN_CHALLENGES_DAYS.*at most RETAIN_EVIDENCE_DAYS, which is 30/);
});
