import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HTMLElement, parse } from 'node-html-parser';
import { answeredPage } from '../../src/pages/answered-page.ts';
import { LANGUAGES } from '../../src/pages/choose-language.ts';
import { gonePage } from '../../src/pages/gone-page.ts';
import { landingPage } from '../../src/pages/landing-page.ts';
import type { Language } from '../../src/pages/language.ts';
import type { Page } from '../../src/pages/layout.ts';
import { en } from '../../src/pages/locales/en.ts';
import { refusedPage } from '../../src/pages/refused-page.ts';
import { brokenPage, notRecordedPage, notShownPage } from '../../src/pages/trouble-page.ts';
import { unknownPage } from '../../src/pages/unknown-page.ts';
import { sampleChannel, sampleGone } from './sample-views.ts';

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
  for (const [verdict, title] of [
    ['expired', 'The time is over'],
    ['failed', 'This link has been answered'],
    ['canceled', 'This link is no longer valid'],
  ] as const) {
    const page = gonePage(en, sampleGone(verdict));
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

const everyNotice = (language: Language): readonly Page[] => [
  landingPage(language, null),
  unknownPage(language, sampleChannel()),
  answeredPage(language, sampleChannel()),
  gonePage(language, sampleGone('expired')),
  gonePage(language, sampleGone('passed')),
  gonePage(language, sampleGone('canceled')),
  notRecordedPage(language, [], null),
  notShownPage(language, null),
  brokenPage(language, null),
  refusedPage(language, 'too_large', null),
];

for (const language of LANGUAGES) {
  test(`in ${language.tag} every notice has one heading, a title of the same words, no script and no other host`, () => {
    for (const page of everyNotice(language)) {
      const html = document(page);
      assert.equal(html.querySelector('html')?.getAttribute('lang'), language.tag);
      assert.deepEqual(
        html.querySelectorAll('h1').map(({ textContent }) => textContent),
        [html.querySelector('title')?.textContent],
      );
      assert.deepEqual(page.scriptSources, []);
      assert.equal(html.querySelectorAll('script, [src]').length, 0);
    }
  });
}
