import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'node-html-parser';
import { chooseLanguage } from '../../src/pages/choose-language.ts';
import { countdown, countdownStyle, timeToAnswer } from '../../src/pages/countdown.ts';

const en = chooseLanguage('en', null);

const announcedAt = (left: number): unknown => {
  const { markup } = countdown(en, { left, total: 600_000 });
  const moments: unknown = JSON.parse(
    parse(markup).querySelector('#time')?.getAttribute('data-announce') ?? '',
  );
  return Array.isArray(moments) ? moments.map(([moment]) => moment) : moments;
};

test('the bar starts where the true time stands and ends with it', () => {
  const time = timeToAnswer({ createdAt: 1000, now: 14_000, expiresAt: 61_000 });
  assert.deepEqual(time, { left: 47_000, total: 60_000 });
  assert.match(countdownStyle(time).text, /run-out 60000ms linear -13000ms both/);
});

test('opened again, it goes on where it was', () => {
  const again = timeToAnswer({ createdAt: 1000, now: 51_000, expiresAt: 61_000 });
  assert.match(countdownStyle(again).text, /run-out 60000ms linear -50000ms both/);
});

test('a clock that was set back makes the bar whole, not longer', () => {
  const time = timeToAnswer({ createdAt: 100_000, now: 40_000, expiresAt: 160_000 });
  assert.deepEqual(time, { left: 120_000, total: 120_000 });
});

test('the last moment is no division by zero', () => {
  assert.deepEqual(timeToAnswer({ createdAt: 0, now: 60_000, expiresAt: 60_000 }), {
    left: 1,
    total: 60_000,
  });
});

test('a screen reader hears the time at few moments, and never just after the page', () => {
  assert.deepEqual(announcedAt(600_000), [300, 120, 60, 30, 10]);
  assert.deepEqual(announcedAt(60_000), [30, 10]);
  assert.deepEqual(announcedAt(33_000), [10]);
  assert.deepEqual(announcedAt(9_000), []);
});

test('without a script the page says how much time there was when it opened', () => {
  const { markup } = countdown(en, { left: 46_200, total: 60_000 });
  assert.equal(parse(markup).querySelector('#label')?.textContent, 'You have 47 seconds to answer');
});
