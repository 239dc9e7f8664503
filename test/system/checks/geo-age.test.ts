import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../../src/kernel/instant.ts';
import { checkGeoAge } from '../../../src/system/checks/geo-age.ts';

test('the table that comes along is fine while it is young, and a warning after a year', () => {
  assert.equal(checkGeoAge(null, instant(Date.UTC(2026, 10, 22))).level, 'ok');
  assert.equal(checkGeoAge(null, instant(Date.UTC(2028, 10, 22))).level, 'warning');
});

test('a file that is no table is a fault', () => {
  for (const file of [import.meta.filename, '/nowhere/at-all.mmdb']) {
    const finding = checkGeoAge(file, instant(0));
    assert.equal(finding.level, 'fault');
    assert.match(finding.todo ?? '', /GEOIP_FILE/);
  }
});
