import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFactSource } from '../../src/config/fact-source-settings.ts';
import { readLimits } from '../../src/config/limit-settings.ts';
import { readSources } from '../../src/config/read-sources.ts';
import { describeSettingFault } from '../../src/config/setting-fault.ts';
import { SettingReader } from '../../src/config/setting-reader.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const URL_OF_FACTS = 'https://core.example.com/facts';

function read<T>(environment: Record<string, string>, by: (reader: SettingReader) => T) {
  // A directory without settings files.
  const sources = readSources(import.meta.dirname, environment);
  assert.ok(sources.ok);
  const reader = new SettingReader(sources.value);
  const value = by(reader);
  return { value, faults: reader.faults.map(describeSettingFault).join('\n') };
}

test('without settings there are no budgets and no dry run, and nobody is asked for facts', () => {
  assert.deepEqual(read({}, readLimits).value, { perKey: null, perAddress: null, dryRun: false });
  assert.equal(read({}, readFactSource).value, null);
});

test('budgets are whole numbers from 1 on, and a dry run is true or false', () => {
  const good = { KEY_BUDGET_PER_MINUTE: '600', ADDRESS_BUDGET_PER_MINUTE: '1', LIMITS_DRY_RUN: 'true' };
  assert.deepEqual(read(good, readLimits).value, { perKey: 600, perAddress: 1, dryRun: true });
  const { faults } = read({ KEY_BUDGET_PER_MINUTE: '0', LIMITS_DRY_RUN: 'yes' }, readLimits);
  assert.match(faults, /KEY_BUDGET_PER_MINUTE.*1 to 1000000/);
  assert.match(faults, /LIMITS_DRY_RUN.*true, false/);
});

test('the source of facts is a URL and a secret, both or neither', () => {
  const good = { FACTS_URL: URL_OF_FACTS, FACTS_SECRET: SECRET };
  assert.deepEqual(read(good, readFactSource).value, {
    url: URL_OF_FACTS,
    secret: SECRET,
    allowPrivate: false,
  });
  assert.match(read({ FACTS_URL: URL_OF_FACTS }, readFactSource).faults, /FACTS_SECRET.*must be set too/);
  assert.match(read({ FACTS_SECRET: SECRET }, readFactSource).faults, /FACTS_URL.*must be set too/);
});

test('a wrong secret is told with how to make one, and not shown', () => {
  const { faults } = read({ FACTS_URL: URL_OF_FACTS, FACTS_SECRET: 'whsec_CANARY' }, readFactSource);
  assert.match(faults, /FACTS_SECRET.*openssl rand/);
  assert.doesNotMatch(faults, /CANARY/);
});

test('a source on this machine is called only where that is allowed', () => {
  const here = { FACTS_URL: 'http://127.0.0.1:9000/facts', FACTS_SECRET: SECRET };
  assert.match(read(here, readFactSource).faults, /FACTS_ALLOW_PRIVATE.*must be true/);
  assert.equal(read({ ...here, FACTS_ALLOW_PRIVATE: 'true' }, readFactSource).value?.allowPrivate, true);
});
