import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disclose } from '../../../src/domain/audit/disclosure.ts';
import { isPrivateName, PRIVATE_NAMES, privateFields } from '../../../src/domain/audit/private-fields.ts';
import { canonicalJson } from '../../../src/kernel/canonical-json.ts';
import { EMPTY_EVIDENCE, FULL_EVIDENCE, saltsFrom } from './entries.ts';

/** Every value at the ends of a tree. */
const leaves = (value: unknown): readonly unknown[] =>
  value !== null && typeof value === 'object' ? Object.values(value).flatMap(leaves) : [value];

test('nothing of the evidence is left out', () => {
  const fields = leaves(privateFields(FULL_EVIDENCE));
  for (const value of leaves(FULL_EVIDENCE)) assert.ok(fields.includes(value), String(value));
});

test('what is unknown is null under its name', () => {
  const fields = privateFields(EMPTY_EVIDENCE);
  assert.deepEqual(Object.keys(fields).sort(), [...PRIVATE_NAMES]);
  const known = Object.entries(fields).filter(([, value]) => value !== null);
  assert.deepEqual(known, [
    ['client_id', ''],
    ['questions', []],
  ]);
});

test('numbers that belong together stay together, with those that are known', () => {
  const { device } = FULL_EVIDENCE;
  assert.ok(device !== null);
  const fields = privateFields({
    ...FULL_EVIDENCE,
    device: { ...device, pixelRatio: null, viewportWidth: null },
  });
  assert.deepEqual(fields.device_screen, { height: 915, pixel_ratio: null, width: 412 });
  assert.deepEqual(fields.device_viewport, { height: 780, width: null });
  assert.deepEqual(fields.coordinates, { latitude: 19.35, longitude: -99.16 });
});

test('what a hostile browser claims can always be committed to', () => {
  const { device } = FULL_EVIDENCE;
  assert.ok(device !== null);
  const hostile = {
    ...FULL_EVIDENCE,
    clientId: 'half \ud800',
    userAgent: '\udc00',
    acceptLanguage: '\0\r\n"\\',
    device: {
      ...device,
      languages: ['\ud83d', '__proto__'],
      pixelRatio: Number.POSITIVE_INFINITY,
      screenWidth: Number.NaN,
      screenHeight: -0,
    },
  };
  const fields = privateFields(hostile);
  assert.equal(fields.client_id, 'half \ufffd');
  assert.deepEqual(fields.device_languages, ['\ufffd', '__proto__']);
  assert.equal(canonicalJson(fields.device_screen), '{"height":0,"pixel_ratio":null,"width":null}');
  assert.equal(disclose(fields, saltsFrom(1)).digests.length, PRIVATE_NAMES.length);
});

test('names are told from what only looks like one', () => {
  for (const name of PRIVATE_NAMES) assert.ok(isPrivateName(name));
  for (const name of ['', 'Phone', '__proto__', 'constructor', '_sd', '...'])
    assert.ok(!isPrivateName(name), name);
});
