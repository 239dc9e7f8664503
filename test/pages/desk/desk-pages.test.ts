import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'node-html-parser';
import type { DayFigures } from '../../../src/app/day-figures.ts';
import type { FoundChallenge } from '../../../src/app/find-challenges.ts';
import type { ClientView } from '../../../src/app/show-client.ts';
import type { ClientRef } from '../../../src/domain/challenge/challenge.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src/domain/policy/policy.ts';
import { channelId, makeId } from '../../../src/kernel/ids.ts';
import { instant, plus } from '../../../src/kernel/instant.ts';
import { challengesPage } from '../../../src/pages/desk/challenges-page.ts';
import { chatfuelPage } from '../../../src/pages/desk/chatfuel-page.ts';
import { clientsPage } from '../../../src/pages/desk/clients-page.ts';
import { deskFormats, duration, percent } from '../../../src/pages/desk/desk-formats.ts';
import type { DeskFrame } from '../../../src/pages/desk/desk-layout.ts';
import { NO_FILTER } from '../../../src/pages/desk/filter-form.ts';
import { signInPage } from '../../../src/pages/desk/sign-in-page.ts';
import { todayPage } from '../../../src/pages/desk/today-page.ts';
import { tryPage } from '../../../src/pages/desk/try-page.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 19, 5));
const HOUR = 3_600_000;
const NASTY = '<img src=x onerror=alert(1)>"\'\u202e';

const frame = (differences: Partial<DeskFrame> = {}): DeskFrame => ({
  operator: 'Ana',
  csrf: 'word',
  formats: deskFormats('America/Mexico_City'),
  now: NOW,
  channels: ['default'],
  done: null,
  ...differences,
});

const NONE = { pending: 0, passed: 0, failed: 0, expired: 0, canceled: 0 };
const QUIET: DayFigures = {
  hours: [{ at: NOW, counts: NONE }],
  counts: NONE,
  asked: 0,
  denied: 0,
  answer: null,
};
const CALM = { givenUp: 0, stuck: 0, locked: 0, most: 99 };

const found = (clientId: string): FoundChallenge => ({
  channel: channelId('default'),
  // The form of a pseudonym.
  client: '0'.repeat(32) as ClientRef,
  view: {
    id: makeId('challenge', NOW, new Uint8Array(10)),
    url: null,
    status: 'passed',
    reason: 'answered',
    clientId,
    flow: null,
    purpose: NASTY,
    metadata: null,
    createdAt: NOW,
    firstViewedAt: null,
    decidedAt: plus(NOW, 16_000),
    expiresAt: plus(NOW, 60_000),
    deliveries: [],
  },
});

test('what came from outside is shown as text, and turns nothing round', () => {
  const everything = { challenges: [found(NASTY)], next: null };
  const { html } = challengesPage(frame({ operator: NASTY }), NO_FILTER, everything);
  assert.doesNotMatch(html, /<img src=x|\u202e/);
  assert.match(html, /&lt;img src=x onerror=alert\(1\)&gt;/);
});

test('a page has a word of the session in every form that changes something, and in no address', () => {
  const { html } = challengesPage(frame(), NO_FILTER, { challenges: [], next: null });
  const page = parse(html);
  for (const form of page.querySelectorAll('form[method=post]')) {
    assert.equal(form.querySelector('input[name=csrf]')?.getAttribute('value'), 'word');
  }
  for (const form of page.querySelectorAll('form[method=get]')) {
    assert.equal(form.querySelector('input[name=csrf]'), null);
  }
  for (const link of page.querySelectorAll('a')) {
    assert.doesNotMatch(link.getAttribute('href') ?? '', /word/);
  }
});

test('an empty day says what will be there, and what to do until then', () => {
  const { html } = todayPage(frame(), { figures: QUIET, attention: CALM, latest: [] });
  assert.match(html, /No one has been asked yet</);
  assert.match(html, /href="\/desk\/try"/);
  assert.doesNotMatch(html, /<svg width|class="attention"/);
  const later = todayPage(frame(), { figures: QUIET, attention: CALM, latest: [found('ana-1')] });
  assert.match(later.html, /No one has been asked yet today/);
});

test('every figure of the picture stands in the table as well', () => {
  const hours = [0, 1, 2].map((hour) => ({
    at: plus(NOW, hour * HOUR),
    counts: { ...NONE, passed: hour * 3, failed: hour },
  }));
  const counts = { ...NONE, passed: 9, failed: 3 };
  const figures = { hours, counts, asked: 12, denied: 0, answer: { median: 16_000, p95: 61_000, of: 12 } };
  const page = parse(todayPage(frame(), { figures, attention: CALM, latest: [] }).html);
  const rows = page.querySelectorAll('tbody tr').map((row) => row.text.trim().replace(/\s+/g, ' '));
  assert.deepEqual(rows, ['14:0531000', '15:0562000']);
  const bars = page.querySelectorAll('.chart rect.passed').map((bar) => Number(bar.getAttribute('height')));
  assert.equal(bars.length, 2);
  assert.ok((bars[1] ?? 0) > (bars[0] ?? 0));
  const picture = page.querySelector('.chart svg');
  assert.equal(picture?.getAttribute('role'), 'img');
  assert.match(picture?.getAttribute('aria-label') ?? '', /busiest hour began at 15:05, with 8/);
  assert.match(page.text, /half are faster; 95 in 100 within 1 min 1 s/);
});

test('what wants to be looked at comes first, in one and in many', () => {
  const shown = (attention: Partial<typeof CALM>) =>
    parse(todayPage(frame(), { figures: QUIET, attention: { ...CALM, ...attention }, latest: [] }).html)
      .querySelectorAll('.worth')
      .map((item) => item.text.replace(/\s+/g, ' '));
  assert.deepEqual(shown({}), []);
  assert.match(shown({ givenUp: 1 })[0] ?? '', /^1 message did not reach the platform/);
  assert.match(shown({ givenUp: 99 })[0] ?? '', /^99 or more messages/);
  assert.match(shown({ locked: 2 })[0] ?? '', /^2 clients are locked out/);
});

test('why a client is refused is one sentence, and says whether an operator can help', () => {
  const view: ClientView = {
    clientId: 'ana-1',
    state: 'open',
    until: null,
    consecutiveFailures: 3,
    facts: [],
    latestChallenge: null,
  };
  const shown = (differences: Partial<ClientView>) => {
    const clients = [
      {
        channel: channelId('default'),
        ref: '0'.repeat(32) as ClientRef,
        view: { ...view, ...differences },
      },
    ];
    return parse(clientsPage(frame(), clients).html).querySelector('.row')?.text.replace(/\s+/g, ' ') ?? '';
  };
  assert.match(shown({ state: 'locked', until: plus(NOW, 125_000) }), /locked .*for 2 min 5 s more/);
  assert.match(shown({ state: 'locked_for_operator' }), /until an operator unlocks it/);
  assert.match(
    shown({ state: 'asked_too_often', until: plus(NOW, 1000) }),
    /Unlocking does not shorten that/,
  );
  const exhausted = { fact: 'date_of_birth', challenges: 3, wrongAnswers: 3, exhausted: true } as const;
  assert.match(shown({ facts: [exhausted] }), /held back .*too many wrong answers to be asked again/);
  assert.match(shown({}), /Not locked\./);
});

test('a trial asks for the facts of the policy, with their own questions where they bring them', () => {
  const policy: Policy = { ...DEFAULT_POLICY, name: 'own', facts: ['city', 'choice', 'text'], questions: 2 };
  const values = new Map([['city', NASTY]]);
  const form = { channel: 'default', policy: 'own', language: 'ar', values };
  const page = parse(tryPage(frame(), [DEFAULT_POLICY, policy], form, 'The fact city must be real.').html);
  const names = page
    .querySelectorAll('form[method=post] input:not([type=hidden])')
    .map((field) => field.getAttribute('name') ?? '');
  assert.deepEqual(names, ['city', 'choice-question', 'choice', 'text-question', 'text']);
  assert.equal(page.querySelector('[role=alert]')?.text, 'The fact city must be real.');
  assert.equal(page.querySelector('option[selected][value=ar]')?.text, 'Arabic');
  for (const field of page.querySelectorAll('input:not([type=hidden]), select')) {
    const id = field.getAttribute('id');
    assert.equal(page.querySelectorAll(`label[for="${id}"]`).length, 1, id ?? 'a field without an id');
  }
});

test('the set-up fills in what this installation has, and says what is missing', () => {
  const view = {
    apiOrigin: 'https://bots.example.com',
    isPublic: true,
    channel: 'vault',
    tellsChatfuel: true,
    keyNames: [],
    facts: ['card_number'],
    ttlSeconds: 90,
    attributes: { url: 'urlDinamica', error: 'fallo' },
  };
  const { html } = chatfuelPage(frame(), view);
  assert.match(html, /https:\/\/bots\.example\.com\/v1\/chatfuel\/challenges/);
  assert.match(html, /countersign keys create &quot;Chatfuel bot&quot; --channel vault/);
  assert.match(html, /&quot;card_number&quot;: &quot;\{\{card_number\}\}&quot;/);
  assert.match(html, /\{\{urlDinamica\}\}\nYou have 90 seconds/);
  assert.doesNotMatch(html, /class="done warn"/);
  const lacking = chatfuelPage(frame(), { ...view, isPublic: false, tellsChatfuel: false }).html;
  assert.match(lacking, /CHATFUEL_TOKEN/);
  assert.match(lacking, /Chatfuel must reach it from the Internet/);
});

test('who is not let in is told why, beside the field', () => {
  const page = parse(signInPage('/desk', { type: 'too_often', seconds: 90 }, null).html);
  assert.match(page.querySelector('[role=alert]')?.text ?? '', /Try again in 1 min 30 s/);
  assert.match(page.querySelector('#key')?.getAttribute('aria-describedby') ?? '', /^why /);
});

test('figures are written as people read them', () => {
  assert.deepEqual([400, 59_400, 60_000, 125_000, 3_600_000, 90_000_000].map(duration), [
    '0 s',
    '59 s',
    '1 min',
    '2 min 5 s',
    '1 h',
    '1 d 1 h',
  ]);
  assert.deepEqual([percent(1, 3), percent(0, 0)], ['33 %', '–']);
});
