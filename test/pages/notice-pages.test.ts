import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HTMLElement, parse } from 'node-html-parser';
import { instant } from '../../src/kernel/instant.ts';
import { answeredPage } from '../../src/pages/answered-page.ts';
import { chooseLanguage, LANGUAGES } from '../../src/pages/choose-language.ts';
import { deniedPage } from '../../src/pages/denied-page.ts';
import { gonePage } from '../../src/pages/gone-page.ts';
import { landingPage } from '../../src/pages/landing-page.ts';
import type { Page } from '../../src/pages/layout.ts';
import { lockedPage } from '../../src/pages/locked-page.ts';
import { notRecordedPage, notShownPage, notStoppedPage } from '../../src/pages/trouble-page.ts';
import { unknownPage } from '../../src/pages/unknown-page.ts';
import { STATES } from './every-state.ts';
import { OPENED_AT, sampleChannel, sampleGone } from './sample-views.ts';

const en = chooseLanguage('en', null);
const BACK = 'https://wa.me/5215550001111';
const document = ({ html }: Page): HTMLElement => parse(html);
const links = (page: Page): unknown =>
  document(page)
    .querySelectorAll('a')
    .map((a) => a.getAttribute('href'));

test('a passed and a failed challenge leave the same page, byte for byte', () => {
  assert.equal(gonePage(en, sampleGone('passed')).html, gonePage(en, sampleGone('failed')).html);
});

test('a link that is gone says why and leads back to the chat', () => {
  for (const [verdict, reason, title] of [
    ['expired', 'deadline', 'The time is over'],
    ['failed', 'answered', 'This link has been answered'],
    ['canceled', 'canceled_by_bot', 'This link is no longer valid'],
    ['canceled', 'superseded', 'There is a newer link'],
    ['canceled', 'canceled_by_person', 'This link was stopped'],
  ] as const) {
    const page = gonePage(en, sampleGone(verdict, { reason }));
    assert.equal(document(page).querySelector('h1')?.textContent, title);
    assert.deepEqual(links(page), [BACK]);
  }
});

test('who did not answer by themselves is told what to do', () => {
  const text = document(gonePage(en, sampleGone('passed'))).textContent;
  assert.match(text, /It was not you who answered\? Tell \u2068Vault Bank\u2069 in the chat right away/);
});

test('after an answer there is a link to tap, and the window can be closed', () => {
  const page = answeredPage(en, sampleChannel());
  assert.deepEqual(links(page), [BACK]);
  assert.match(document(page).textContent, /close this window/);
});

test('an answer that could not be recorded is sent again with one press', () => {
  const page = notRecordedPage(
    en,
    [
      ['q1', 'a"b'],
      ['q1', 'c'],
    ],
    sampleChannel(),
  );
  const inputs = document(page).querySelectorAll('form[method=post] input[type=hidden]');
  assert.deepEqual(
    inputs.map((input) => [input.getAttribute('name'), input.getAttribute('value')]),
    [
      ['q1', 'a"b'],
      ['q1', 'c'],
    ],
  );
  assert.equal(document(page).querySelectorAll('form button[type=submit]').length, 1);
  assert.match(document(page).textContent, /link is still good/);
});

test('who said that it was not they is told what became of it, and who learns of it', () => {
  const page = deniedPage(en, sampleGone('canceled', { reason: 'canceled_by_person' }));
  assert.match(document(page).textContent, /no longer works.*noted for \u2068Vault Bank\u2069/s);
  assert.deepEqual(links(page), [BACK]);
});

test('a word that could not be recorded is said again with one press', () => {
  const page = notStoppedPage(en, ['not_me', '1'], sampleChannel());
  assert.equal(document(page).querySelector('input[name=not_me]')?.getAttribute('value'), '1');
});

test('who is locked out learns for how long, in whole minutes, or whom to ask', () => {
  const lock = (until: number | null): string =>
    document(
      lockedPage(en, {
        channel: sampleChannel(),
        locale: null,
        now: OPENED_AT,
        until: until === null ? null : instant(OPENED_AT + until),
      }),
    ).textContent;
  assert.match(lock(15 * 60_000), /in 15 minutes\./);
  assert.match(lock(14 * 60_000 + 1), /in 15 minutes\./);
  assert.match(lock(1), /in 1 minute\./);
  assert.match(lock(90 * 60_000), /in 1 hour, 30 minutes\./);
  assert.match(lock(24 * 3_600_000), /in 24 hours\./);
  assert.match(lock(null), /ask \u2068Vault Bank\u2069 for another way/);
});

test('who is locked out can still say that it was not they', () => {
  const page = lockedPage(en, { channel: sampleChannel(), locale: null, now: OPENED_AT, until: null });
  const button = document(page).querySelector('details button[name=not_me]');
  assert.equal(button?.getAttribute('form'), document(page).querySelector('form[method=post]')?.id);
});

test('where no chat is known no link leads anywhere else', () => {
  assert.deepEqual(links(unknownPage(en, null)), []);
  assert.deepEqual(links(landingPage(en, null)), []);
  assert.deepEqual(links(notShownPage(en, null)), ['']);
});

test('a name from outside is shown as text on every page', () => {
  const evil = '<img src=x onerror=alert(1)>\u202E';
  const channel = sampleChannel({ displayName: evil });
  const pages = [
    gonePage(en, sampleGone('expired', { channel })),
    gonePage(en, sampleGone('passed', { channel })),
    answeredPage(en, channel),
    unknownPage(en, channel),
  ];
  for (const page of pages) {
    assert.equal(document(page).querySelectorAll('img').length, 0);
    assert.doesNotMatch(page.html, /\u202E/);
  }
});

const asks = /^(?:question|two-|four-|typed|branded|field-|not-matched)/;
const notices = Object.entries(STATES).filter(([name]) => !asks.test(name));

for (const language of LANGUAGES) {
  test(`in ${language.tag} every notice has one heading, a title of the same words, no script and no other host`, () => {
    for (const [name, draw] of notices) {
      const page = draw(language, sampleChannel());
      const html = document(page);
      assert.equal(html.querySelector('html')?.getAttribute('lang'), language.tag, name);
      assert.equal(html.querySelector('html')?.getAttribute('dir'), language.direction, name);
      assert.deepEqual(
        html.querySelectorAll('h1').map(({ textContent }) => textContent),
        [html.querySelector('title')?.textContent],
        name,
      );
      assert.deepEqual(page.scriptSources, [], name);
      assert.equal(html.querySelectorAll('script, [src]').length, 0, name);
    }
  });
}
