import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hoursOfDay, startOfDay } from '../../src/app/hours-of-day.ts';
import { parseRfc3339, toRfc3339 } from '../../src/kernel/instant.ts';

const at = (text: string) => {
  const time = parseRfc3339(text);
  if (time === null) throw new Error(text);
  return time;
};

test('a day has its hours where its people live', () => {
  const hours = hoursOfDay(at('2026-11-22T04:30:00Z'), 'America/Mexico_City');
  assert.equal(hours.length, 25);
  assert.equal(toRfc3339(hours[0] ?? at('')), '2026-11-21T06:00:00.000Z');
  assert.equal(toRfc3339(hours[24] ?? at('')), '2026-11-22T06:00:00.000Z');
});

test('a day on which clocks are changed has an hour more or less', () => {
  assert.equal(hoursOfDay(at('2026-10-25T12:00:00Z'), 'Europe/Berlin').length, 26);
  assert.equal(hoursOfDay(at('2026-03-29T12:00:00Z'), 'Europe/Berlin').length, 24);
});

test('a day begins where the clock says so, also half an hour off and at the ends of the world', () => {
  const begins = (zone: string) => toRfc3339(startOfDay('2026-11-22', zone) ?? at(''));
  assert.equal(begins('UTC'), '2026-11-22T00:00:00.000Z');
  assert.equal(begins('Asia/Kolkata'), '2026-11-21T18:30:00.000Z');
  assert.equal(begins('Pacific/Kiritimati'), '2026-11-21T10:00:00.000Z');
  assert.equal(begins('Pacific/Pago_Pago'), '2026-11-22T11:00:00.000Z');
});

test('what is no day begins nowhere', () => {
  for (const text of ['', '2026-02-30', '2026-13-01', '22-11-2026', 'x']) {
    assert.equal(startOfDay(text, 'UTC'), null, text);
  }
});
