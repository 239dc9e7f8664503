import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDevice } from '../../../src/http/person/device.ts';

const REPORT = {
  languages: ['es-MX', 'es', 'en'],
  platform: 'Linux armv8l',
  timeZone: 'America/Mexico_City',
  cookiesEnabled: true,
  screenWidth: 360,
  screenHeight: 800,
  viewportWidth: 360,
  viewportHeight: 640,
  pixelRatio: 2.625,
};

test('what the script says of the device is taken over', () => {
  assert.deepEqual(parseDevice([JSON.stringify(REPORT)]), REPORT);
});

test('no report, an empty one, two, one too long and one that is no object are none', () => {
  const whole = JSON.stringify(REPORT);
  const long = JSON.stringify({ ...REPORT, platform: 'x'.repeat(3000) });
  for (const values of [[], [''], [whole, whole], [long], ['null'], ['1'], ['"x"'], ['{'], ['[1']]) {
    assert.equal(parseDevice(values), null, JSON.stringify(values).slice(0, 40));
  }
});

test('a member of another type, out of range or with control characters is unknown; the rest stays', () => {
  const report = {
    ...REPORT,
    languages: ['es', 7, 'a\nb', null, ...Array.from({ length: 50 }, () => 'en')],
    platform: { toString: 'Linux' },
    timeZone: 'America/\u202EMexico',
    cookiesEnabled: 'yes',
    screenWidth: -1,
    screenHeight: 1e9,
    viewportWidth: '360',
    pixelRatio: null,
  };
  assert.deepEqual(parseDevice([JSON.stringify(report)]), {
    languages: ['es', 'en', 'en', 'en', 'en', 'en', 'en'],
    platform: null,
    timeZone: null,
    cookiesEnabled: null,
    screenWidth: null,
    screenHeight: null,
    viewportWidth: null,
    viewportHeight: 640,
    pixelRatio: null,
  });
});

test('whatever JSON comes, what is kept is small and of its type', () => {
  fc.assert(
    fc.property(
      fc.record({ languages: fc.jsonValue(), platform: fc.jsonValue(), screenWidth: fc.jsonValue() }),
      (told) => {
        const device = parseDevice([JSON.stringify(told)]);
        if (device === null) return;
        assert.ok(device.languages.length <= 10 && device.languages.every((one) => one.length <= 64));
        assert.ok(device.platform === null || device.platform.length <= 64);
        assert.ok(device.screenWidth === null || Number.isSafeInteger(device.screenWidth));
      },
    ),
    { seed: 5 },
  );
});
