import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disclose } from '../../../src/domain/audit/disclosure.ts';
import { isPrivateName, PRIVATE_NAMES, privateFields } from '../../../src/domain/audit/private-fields.ts';
import { canonicalJson } from '../../../src/kernel/canonical-json.ts';
import { EMPTY_EVIDENCE, FULL_EVIDENCE, seedOf } from './entries.ts';

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

test('what belongs together stays together, with what is known of it', () => {
  const { device, place } = FULL_EVIDENCE;
  assert.ok(device !== null && place !== null);
  const fields = privateFields({
    ...FULL_EVIDENCE,
    device: { ...device, pixelRatio: null, viewportWidth: null },
    place: { ...place, city: null, network: null },
  });
  assert.deepEqual(fields.device?.window, [null, 780]);
  assert.deepEqual(fields.device?.screen, [412, 915]);
  assert.deepEqual(fields.place, { city: null, latitude: 19.35, longitude: -99.16, region: 'CMX' });
  assert.equal(fields.network, null);
});

test('a place of which only the country is known is no finer place', () => {
  const place = { country: 'MX', region: null, city: null, latitude: null, longitude: null, network: null };
  const fields = privateFields({ ...EMPTY_EVIDENCE, place });
  assert.deepEqual([fields.country, fields.place], ['MX', null]);
});

test('what a hostile browser claims can always be committed to', () => {
  const { device } = FULL_EVIDENCE;
  assert.ok(device !== null);
  const hostile = {
    ...FULL_EVIDENCE,
    clientId: 'half \ud800',
    userAgent: '\udc00',
    acceptLanguage: '\0\r\n"\\',
    metadata: { '\ud800': '\udc00', __proto__: 'x' },
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
  assert.deepEqual(fields.device?.languages, ['\ufffd', '__proto__']);
  assert.deepEqual(fields.metadata, { '\ufffd': '\ufffd' });
  assert.equal(canonicalJson(fields.device?.screen ?? null), '[null,0]');
  assert.equal(disclose(fields, seedOf(1)).disclosures.length, PRIVATE_NAMES.length);
});

test('names are told from what only looks like one', () => {
  for (const name of PRIVATE_NAMES) assert.ok(isPrivateName(name));
  for (const name of ['', 'Phone', '__proto__', 'constructor', '_sd', '...'])
    assert.ok(!isPrivateName(name), name);
});
