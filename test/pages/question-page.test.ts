import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type HTMLElement, parse } from 'node-html-parser';
import type { Look } from '../../src/app/channel.ts';
import type { PendingView } from '../../src/app/person-view.ts';
import { chooseLanguage, LANGUAGES } from '../../src/pages/choose-language.ts';
import type { Feedback } from '../../src/pages/feedback.ts';
import { questionPage } from '../../src/pages/question-page.ts';
import { CHOICES } from './sample-questions.ts';
import { DATE_QUESTION, SUM_QUESTION, sampleChannel, samplePending } from './sample-views.ts';

const en = chooseLanguage('en', null);
const es = chooseLanguage('es', null);

const page = (changes: Partial<PendingView> = {}, feedback: Feedback = null, language = en): HTMLElement =>
  parse(questionPage(language, samplePending(changes), feedback).html);

const both = { questions: [DATE_QUESTION, SUM_QUESTION], attemptsLeft: 2 };

test('there is one form, which is posted to the page itself', () => {
  const forms = page(both).querySelectorAll('form');
  assert.equal(forms.length, 1);
  assert.deepEqual(forms[0]?.attributes, { method: 'post', id: 'answer', autocomplete: 'off' });
});

test('each question is a fieldset of its kind whose legend is its wording', () => {
  const fieldsets = page(both).querySelectorAll('form > fieldset');
  assert.deepEqual(
    fieldsets.map((fieldset) => [
      fieldset.getAttribute('data-question'),
      fieldset.querySelectorAll('legend').map(({ textContent }) => textContent),
    ]),
    [
      ['date_of_birth', ['What is your date of birth?']],
      ['birth_month_plus_day', ['Add the day and the month of your birth. What do you get?']],
    ],
  );
});

test('options are required radio buttons q1, q2, … in the order given, each with its label', () => {
  const document = page(both);
  const inputs = document.querySelectorAll('input[type=radio]');
  assert.deepEqual(
    inputs.map((input) => [input.getAttribute('name'), input.getAttribute('value')]),
    [
      ...DATE_QUESTION.options.map(({ value }) => ['q1', value]),
      ...SUM_QUESTION.options.map(({ value }) => ['q2', value]),
    ],
  );
  for (const input of inputs) {
    assert.ok(input.hasAttribute('required'));
    assert.ok(!input.hasAttribute('checked'));
    assert.equal(document.querySelectorAll(`label[for="${input.id}"]`).length, 1, input.id);
  }
});

test('a date is a time element, a number a data element, and "none of these" a label that says so', () => {
  const document = page(both);
  const [dates, sums] = document.querySelectorAll('fieldset');
  assert.deepEqual(
    dates?.querySelectorAll('label > time').map((time) => [time.getAttribute('datetime'), time.textContent]),
    [
      ['1981-09-14', 'September 14, 1981'],
      ['1980-02-03', 'February 3, 1980'],
      ['1979-12-31', 'December 31, 1979'],
      ['1982-05-20', 'May 20, 1982'],
    ],
  );
  assert.deepEqual(
    sums?.querySelectorAll('label > data').map((data) => [data.getAttribute('value'), data.textContent]),
    [
      ['23', '23'],
      ['5', '5'],
      ['43', '43'],
      ['25', '25'],
    ],
  );
  const none = document.querySelectorAll('label[data-none]');
  assert.deepEqual(
    none.map(({ textContent }) => textContent),
    ['None of these', 'None of these'],
  );
});

test('the page speaks the language it is given, in words, dates and its lang', () => {
  const document = page({}, null, es);
  assert.equal(document.querySelector('html')?.getAttribute('lang'), 'es');
  assert.equal(document.querySelector('html')?.getAttribute('dir'), 'ltr');
  assert.equal(document.querySelector('time')?.textContent, '14 de septiembre de 1981');
  assert.equal(document.querySelector('legend')?.textContent, '¿Cuál es tu fecha de nacimiento?');
});

test('the sum comes with an example, which its question is described by', () => {
  const fieldset = page({ questions: [SUM_QUESTION] }).querySelector('fieldset');
  assert.equal(fieldset?.getAttribute('aria-describedby'), 'q1-hint');
  assert.match(
    fieldset?.querySelector('#q1-hint')?.textContent ?? '',
    /For May 20, for example: 20 \+ 5 = 25/,
  );
});

test('who asks, what for and for which phone stand before the question', () => {
  const text = page().querySelector('main')?.textContent ?? '';
  const places = ['Vault Bank', 'See the balance of your vault', '+52 ** **** 5678', 'What is your date'].map(
    (part) => text.indexOf(part),
  );
  assert.ok(places.every((place) => place >= 0));
  assert.deepEqual(
    [...places].sort((one, other) => one - other),
    places,
  );
});

test('what nobody gave is left out', () => {
  const channel = sampleChannel({ displayName: null });
  const document = page({ purpose: null, maskedPhone: null, channel });
  assert.equal(document.querySelector('dl'), null);
  assert.equal(document.querySelector('.name'), null);
  assert.match(document.textContent, /the business learns of it/);
});

test('markup from outside is shown as text', () => {
  const evil = `"><img src=x onerror=alert(1)><script>alert(2)</script>'`;
  const plain = page().querySelectorAll('*').length;
  const document = page({ purpose: evil, maskedPhone: evil, channel: sampleChannel({ displayName: evil }) });
  assert.equal(document.querySelectorAll('*').length, plain);
  assert.equal(document.querySelector('dd bdi')?.textContent, evil);
});

test('ten thousand characters and overrides of direction leave the page short and in order', () => {
  const { html } = questionPage(en, samplePending({ purpose: `\u202E${'abc '.repeat(2500)}` }), null);
  assert.ok(html.length < 14_000);
  assert.doesNotMatch(html, /[\u202A-\u202E]/);
});

test('the page does not know which option is right: another right one changes nothing', () => {
  // The view has no answer in it; this pins that the page is a function of the view alone.
  const view = samplePending(both);
  assert.equal(questionPage(en, view, null).html, questionPage(en, structuredClone(view), null).html);
});

test('after a fault the summary leads to the field, and what was chosen stays chosen', () => {
  const document = page(both, {
    type: 'faults',
    faults: new Map([['q2', 'missing']]),
    sent: new Map([['q1', ['Zt0_m2xw']]]),
  });
  assert.equal(document.querySelector('title')?.textContent, 'Please check your answer');
  const links = document.querySelectorAll('[role=alert] a');
  assert.deepEqual(
    links.map((link) => link.getAttribute('href')),
    ['#q2-1'],
  );
  assert.equal(document.querySelector('#q2-1')?.getAttribute('name'), 'q2');
  const [first, second] = document.querySelectorAll('fieldset');
  assert.equal(first?.getAttribute('aria-describedby'), undefined);
  assert.equal(second?.getAttribute('aria-describedby'), 'q2-hint q2-fault');
  assert.equal(document.querySelector('#q2-fault')?.textContent, 'Please choose one of the answers.');
  assert.deepEqual(
    document.querySelectorAll('input[checked]').map((input) => input.getAttribute('value')),
    ['Zt0_m2xw'],
  );
});

test('a doubled or an invented value is never put back', () => {
  for (const values of [['Zt0_m2xw', 'kq3Vd81a'], ['"><script>'], []]) {
    const feedback: Feedback = {
      type: 'faults',
      faults: new Map([['q1', 'doubled']]),
      sent: new Map([['q1', values]]),
    };
    assert.equal(page({}, feedback).querySelectorAll('input[checked]').length, 0);
  }
});

test('after a wrong answer the page says how many tries are left, and not which answer was wrong', () => {
  const document = page({ ...both, attemptsLeft: 1 }, { type: 'not_matched' });
  const alert = document.querySelector('[role=alert]');
  assert.match(alert?.textContent ?? '', /did not match.*try once more/s);
  assert.equal(alert?.querySelectorAll('a').length, 0);
  assert.equal(document.querySelectorAll('.fault').length, 0);
  assert.equal(document.querySelectorAll('input[checked]').length, 0);
});

test('the end of the time is on the page already, hidden, with the way back', () => {
  const over = page().querySelector('#over');
  assert.ok(over?.hasAttribute('hidden'));
  assert.equal(over?.getAttribute('data-title'), 'The time is over');
  assert.equal(over?.querySelector('a')?.getAttribute('href'), 'https://wa.me/5215550001111');
});

test('a browser without scripts asks for the page again one second after the deadline', () => {
  const within = page().querySelector('head > noscript')?.textContent ?? '';
  assert.equal(parse(within).querySelector('meta[http-equiv=refresh]')?.getAttribute('content'), '48');
});

test('a link preview learns nothing of the person or of what for', () => {
  const head = page().querySelector('head')?.textContent ?? '';
  const metas = page()
    .querySelectorAll('head meta')
    .map((meta) => meta.getAttribute('content'))
    .join();
  for (const secret of ['vault', 'Vault', '5678', '1980']) {
    assert.ok(!head.includes(secret) && !metas.includes(secret), secret);
  }
});

/** As an attacker or an unlucky operator may have it: the longest purpose, and a logo of random bytes. */
const LARGE_LOGO = randomBytes(6144).toString('base64');

for (const language of LANGUAGES) {
  test(`in ${language.tag} four questions under a large logo have less than 14 kB, and load nothing else`, () => {
    const look: Look = {
      accent: '#7a1f6b',
      logo: { mediaType: 'image/png', base64: LARGE_LOGO },
      words: new Map([[language.tag, { title: 'Vault', help: 'h'.repeat(200) }]]),
    };
    const questions = [CHOICES.age_on_date, CHOICES.national_id, CHOICES.amount, CHOICES.street];
    const view = samplePending({
      questions,
      purpose: 'ñ'.repeat(200),
      channel: { ...sampleChannel(), look },
    });
    const { html } = questionPage(language, view, null);
    assert.ok(gzipSync(html).byteLength < 14_000, String(gzipSync(html).byteLength));
    const loading = parse(html).querySelectorAll(
      '[src]:not([src^="data:"]), link:not([href^="data:"]), iframe, object, embed, video',
    );
    assert.deepEqual(loading, []);
    assert.doesNotMatch(html, /url\(|@import/);
  });

  test(`in ${language.tag} one question has less than 6 kB, gzipped`, () => {
    const { html } = questionPage(language, samplePending(), null);
    assert.ok(gzipSync(html).byteLength < 6000, String(gzipSync(html).byteLength));
  });
}

test('no attribute holds style or script', () => {
  for (const element of page(both).querySelectorAll('*')) {
    for (const name of Object.keys(element.attributes))
      assert.doesNotMatch(name, /^(style$|on)/, element.tagName);
  }
});

test('every id is there once', () => {
  const ids = page(both)
    .querySelectorAll('[id]')
    .map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});
