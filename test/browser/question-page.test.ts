import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { StoreUnavailable } from '../../src/app/store-ports.ts';
import { TYPED } from '../pages/sample-questions.ts';
import { DATE_QUESTION, SUM_QUESTION, sampleGone } from '../pages/sample-views.ts';
import { launchChromium } from './chromium.ts';
import { openSite, type PersonSite } from './person-site.ts';

let browser: Browser;

before(async () => {
  browser = await launchChromium();
});

after(() => browser.close());

const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, locale: 'en' };

/** A page in a context of its own. */
async function phone(t: TestContext, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ ...PHONE, ...options });
  t.after(() => context.close());
  return await context.newPage();
}

const optionOf = (page: Page, index: number) =>
  page.locator(`input[value="${DATE_QUESTION.options[index]?.value}"] + label`);

const answersSent = (site: PersonSite): number => site.asked.filter(({ type }) => type === 'answer').length;

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with a script' : 'without a script';

  test(`${how} one chooses, sends and is back in the chat`, async (t) => {
    const site = await openSite(t);
    const page = await phone(t, { javaScriptEnabled });
    await page.goto(site.link);
    await optionOf(page, 1).click();
    await page.getByRole('button', { name: 'Send answer' }).click();
    await page.waitForURL(site.chat);
    const answer = site.asked.find(({ type }) => type === 'answer');
    assert.equal(answer?.type, 'answer');
    assert.deepEqual([...answer.fields], [['q1', ['Zt0_m2xw']]]);
    assert.equal(answer.visitor.device !== null, javaScriptEnabled);
  });

  test(`${how} the page says by itself when the time is over, and leads back`, async (t) => {
    const site = await openSite(t, { left: 1500 });
    const page = await phone(t, { javaScriptEnabled });
    await page.goto(site.link);
    await page.getByRole('heading', { name: 'The time is over' }).waitFor();
    assert.equal(await page.title(), 'The time is over');
    assert.equal(await page.getByRole('button').count(), 0);
    await page.getByRole('link', { name: 'Back to the chat' }).click();
    await page.waitForURL(site.chat);
  });

  test(`${how} the bar starts from the true time, on a reload as well`, async (t) => {
    const site = await openSite(t, { left: 45_000 });
    const page = await phone(t, { javaScriptEnabled });
    const share = async (): Promise<number> => {
      const [bar, track] = [
        await page.locator('.left').boundingBox(),
        await page.locator('.track').boundingBox(),
      ];
      assert.ok(bar !== null && track !== null);
      return bar.width / track.width;
    };
    await page.goto(site.link);
    const first = await share();
    assert.ok(first > 0 && first <= 0.75, String(first));
    await page.reload();
    const second = await share();
    assert.ok(second > 0 && second < first, String(second));
  });
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with a script' : 'without a script';

  test(`${how} who did not ask for it says so with two taps, and the link is dead`, async (t) => {
    const site = await openSite(t);
    const page = await phone(t, { javaScriptEnabled });
    await page.goto(site.link);
    const say = page.getByRole('button', { name: 'It was not me' });
    assert.equal(await say.isVisible(), false);
    await page.getByText('You did not ask for this?').click();
    await say.click();
    await page.getByRole('heading', { name: 'Thank you for telling us' }).waitFor();
    assert.deepEqual(
      site.asked.map(({ type }) => type),
      ['view', 'deny'],
    );
    assert.equal(site.asked[1]?.visitor.device !== null, javaScriptEnabled);
    await page.goto(site.link);
    await page.getByRole('heading', { name: 'This link was stopped' }).waitFor();
  });

  test(`${how} a date and digits are typed, sent, and still there where they have to be mended`, async (t) => {
    const site = await openSite(t, {
      pending: { questions: [TYPED.date, TYPED.digits, TYPED.word], locale: 'es-MX' },
      answer: (view) => ({ type: 'invalid', faults: new Map([['q1', 'malformed']]), view }),
    });
    const page = await phone(t, { javaScriptEnabled });
    await page.goto(site.link);
    await page.getByLabel('Día').fill('31');
    await page.getByLabel('Mes').fill('2');
    await page.getByLabel('Año').fill('١٩٨٠');
    const [digits, word] = await page.getByLabel('Tu respuesta').all();
    await digits?.fill('56789');
    await word?.fill('Mérida <b>');
    await page.getByRole('button', { name: 'Enviar respuesta' }).click();
    await page.getByRole('link', { name: /Ese día no existe/ }).click();
    assert.equal(await page.locator('input:focus').getAttribute('id'), 'q1-day');
    assert.equal(await page.getByLabel('Año').inputValue(), '١٩٨٠');
    assert.deepEqual(await Promise.all([digits, word].map((field) => field?.inputValue())), [
      '5678',
      'Mérida <b>',
    ]);
    const answer = site.asked.find(({ type }) => type === 'answer');
    assert.equal(answer?.type, 'answer');
    assert.deepEqual(
      [...answer.fields],
      [
        ['q1-day', ['31']],
        ['q1-month', ['2']],
        ['q1-year', ['١٩٨٠']],
        ['q2', ['5678']],
        ['q3', ['Mérida <b>']],
      ],
    );
  });
}

test('the numbers of the time are written as the rest of the page', async (t) => {
  const site = await openSite(t, { left: 59_000, pending: { locale: 'ar-EG' } });
  const page = await phone(t);
  await page.goto(site.link);
  assert.match((await page.locator('#clock').textContent()) ?? '', /^٠:٥[٠-٩]$/);
});

test('over a slow network the question is there before anything else could be, and one answer arrives', async (t) => {
  const site = await openSite(t);
  const page = await phone(t);
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: 50_000,
    uploadThroughput: 50_000,
  });
  await page.goto(site.link, { waitUntil: 'commit' });
  await optionOf(page, 1).click();
  await page.locator('#send').click();
  await page.waitForURL(site.chat);
  assert.equal(answersSent(site), 1);
});

test('an answer that the network lost arrives when the page is loaded again', async (t) => {
  const site = await openSite(t);
  const page = await phone(t);
  await page.goto(site.link);
  await optionOf(page, 1).click();
  await page.context().setOffline(true);
  await page.locator('#send').click();
  await page.waitForURL(/^chrome-error:/);
  await page.context().setOffline(false);
  await page.reload();
  await page.waitForURL(site.chat);
  assert.equal(answersSent(site), 1);
});

test('a phone whose redirects open no app is given a link to tap', async (t) => {
  const site = await openSite(t);
  const page = await phone(t, {
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Mobile/15E148 Safari/604.1',
  });
  await page.goto(site.link);
  await optionOf(page, 1).click();
  await page.locator('#send').click();
  await page.getByText('You can also close this window.').waitFor();
  await page.getByRole('link', { name: 'Back to the chat' }).click();
  await page.waitForURL(site.chat);
});

test('an answer that could not be recorded is sent again as it was', async (t) => {
  let failures = 1;
  const site = await openSite(t, {
    answer: ({ channel }) => {
      if (failures-- > 0) throw new StoreUnavailable('disk full');
      return { type: 'decided', view: sampleGone('failed', { channel }) };
    },
  });
  const page = await phone(t);
  await page.goto(site.link);
  await optionOf(page, 2).click();
  await page.locator('#send').click();
  await page.getByRole('button', { name: 'Send the answer again' }).click();
  await page.waitForURL(site.chat);
  const answers = site.asked.flatMap((asked) => (asked.type === 'answer' ? [[...asked.fields]] : []));
  assert.deepEqual(answers, [[['q1', ['a9fPq-77']]], [['q1', ['a9fPq-77']]]]);
});

test('the focus goes through the page in its order, and is seen on each thing it comes to', async (t) => {
  const site = await openSite(t, { pending: { questions: [DATE_QUESTION, TYPED.date] } });
  const page = await phone(t);
  await page.goto(site.link);
  const stops: unknown[] = [];
  for (let step = 0; step < 7; step++) {
    await page.keyboard.press('Tab');
    stops.push(
      await page.evaluate(`(() => {
        const { activeElement: at } = document;
        const shown = at.type === 'radio' ? at.nextElementSibling : at;
        const { outlineStyle, outlineWidth } = getComputedStyle(shown);
        return [at.id || at.tagName, outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 2];
      })()`),
    );
  }
  assert.deepEqual(stops, [
    ['q1-1', true],
    ['q2-month', true],
    ['q2-day', true],
    ['q2-year', true],
    ['send', true],
    ['SUMMARY', true],
    ['BODY', false],
  ]);
});

test('what the script tells of the device is what the browser has', async (t) => {
  const site = await openSite(t);
  const page = await phone(t, { locale: 'es-MX', timezoneId: 'America/Mexico_City', deviceScaleFactor: 3 });
  await page.goto(site.link);
  await optionOf(page, 0).click();
  await page.locator('#send').click();
  await page.waitForURL(site.chat);
  const device = site.asked.find(({ type }) => type === 'answer')?.visitor.device;
  assert.equal(device?.timeZone, 'America/Mexico_City');
  assert.deepEqual(device?.languages, ['es-MX']);
  assert.equal(device?.viewportWidth, 360);
  assert.equal(device?.pixelRatio, 3);
  assert.equal(device?.cookiesEnabled, true);
  assert.match(device?.platform ?? '', /Linux/);
});

test('the keyboard alone is enough', async (t) => {
  const site = await openSite(t);
  const page = await phone(t);
  await page.goto(site.link);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('input:focus').getAttribute('value'), 'Zt0_m2xw');
  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').getAttribute('id'), 'send');
  await page.keyboard.press('Enter');
  await page.waitForURL(site.chat);
});

test('pressed twice, the answer is sent once, and the button says that it is on its way', async (t) => {
  const { promise: slow, resolve: finish } = Promise.withResolvers<undefined>();
  t.after(() => finish(undefined));
  const site = await openSite(t, {
    answer: async ({ channel }) => {
      await slow;
      return { type: 'decided', view: sampleGone('failed', { channel }) };
    },
  });
  const page = await phone(t);
  await page.goto(site.link);
  await optionOf(page, 1).click();
  // Told by the page itself: while an answer is on its way, a browser lets nobody look into the page.
  await page.evaluate(`
    const send = document.getElementById('send');
    const tell = () => console.log(send.disabled, send.textContent);
    new MutationObserver(tell).observe(send, { attributes: true, attributeFilter: ['disabled'] });
  `);
  const told = page.waitForEvent('console');
  const place = await page.locator('#send').boundingBox();
  assert.ok(place !== null);
  await page.mouse.dblclick(place.x + 20, place.y + 20);
  await page.keyboard.press('Enter');
  assert.equal((await told).text(), 'true Sending…');
  finish(undefined);
  await page.waitForURL(site.chat);
  assert.equal(answersSent(site), 1);
});

test('after the phone slept the page knows what time it is', async (t) => {
  const site = await openSite(t, { left: 50_000 });
  const page = await phone(t);
  await page.goto(site.link);
  await page.evaluate('globalThis.awake = Date.now; Date.now = () => awake() + 45000; 0');
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  assert.match((await page.locator('#clock').textContent()) ?? '', /^0:0[0-5]$/);
  const width = await page.evaluate("document.getElementById('left').getBoundingClientRect().width");
  assert.ok(Number(width) < 40, String(width));
  assert.equal(await page.getByRole('status').textContent(), '10 seconds left');
  await page.evaluate('Date.now = () => awake() + 3600000; 0');
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await page.getByRole('heading', { name: 'The time is over' }).waitFor();
  assert.equal(await page.locator(':focus').textContent(), 'The time is over');
});

test('one request brings all there is, no other host is asked, and the browser has nothing to complain of', async (t) => {
  const site = await openSite(t);
  const page = await phone(t);
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(site.link, { waitUntil: 'networkidle' });
  assert.deepEqual(
    requests.filter((url) => !url.startsWith('data:')),
    [site.link],
  );
  assert.deepEqual(complaints, []);
  assert.deepEqual(await page.context().cookies(), []);
});

test('going back after an answer shows that it was answered, not the question', async (t) => {
  const site = await openSite(t);
  const page = await phone(t);
  await page.goto(site.link);
  await optionOf(page, 1).click();
  await page.locator('#send').click();
  await page.waitForURL(site.chat);
  await page.goBack();
  await page.getByRole('heading', { name: 'This link has been answered' }).waitFor();
});

test('in two tabs the second answer finds the link answered', async (t) => {
  const site = await openSite(t);
  const first = await phone(t);
  const second = await first.context().newPage();
  for (const page of [first, second]) {
    await page.goto(site.link);
    await optionOf(page, 1).click();
  }
  await first.locator('#send').click();
  await first.waitForURL(site.chat);
  await second.locator('#send').click();
  await second.getByRole('heading', { name: 'This link has been answered' }).waitFor();
});

test('a chat whose address leads on to where the page may not is reached by a tap', async (t) => {
  const beyond = await openSite(t);
  const site = await openSite(t, { chatLeadsTo: beyond.chat });
  const page = await phone(t);
  await page.goto(site.link);
  await optionOf(page, 1).click();
  await page.locator('#send').click();
  await page.getByRole('link', { name: 'Back to the chat' }).click();
  await page.waitForURL(beyond.chat);
  assert.equal(answersSent(site), 1);
});

test('a form sent without a choice comes back with the summary in focus, which leads to the field', async (t) => {
  const site = await openSite(t, {
    pending: { questions: [DATE_QUESTION, SUM_QUESTION] },
    answer: (view) => ({ type: 'invalid', faults: new Map([['q2', 'missing']]), view }),
  });
  const page = await phone(t);
  await page.goto(site.link);
  await optionOf(page, 1).click();
  // As a browser would that does not hold back a form with an empty field.
  await page.evaluate('document.forms[0].noValidate = true');
  await page.locator('#send').click();
  const summary = page.getByRole('alert');
  await summary.waitFor();
  assert.equal(await page.locator(':focus').getAttribute('role'), 'alert');
  assert.ok(await page.getByRole('radio', { name: 'February 3, 1980' }).isChecked());
  await summary.getByRole('link').click();
  assert.equal(await page.locator('input:focus').getAttribute('id'), 'q2-1');
  await page.keyboard.press('Space');
  await page.locator('#send').click();
  await page.getByRole('alert').waitFor();
  assert.equal(answersSent(site), 2);
});

test('who cannot see the page is told the same', async (t) => {
  const site = await openSite(t, { pending: { questions: [SUM_QUESTION] } });
  const page = await phone(t, { javaScriptEnabled: true });
  await page.goto(site.link);
  const spoken = await page.locator('main').ariaSnapshot();
  for (const line of [
    /- timer: Time left \d:\d\d/,
    /- heading "Please confirm it is you" \[level=1\]/,
    /- term: What for\s+- definition: See the balance of your vault/,
    /- term: Your phone\s+- definition: ends in 5678/,
    /- group "Add the day and the month of your birth. What do you get\?"/,
    /- radio "23"\s/,
    /- radio "None of these"\s/,
    /- button "Send answer"/,
  ]) {
    assert.match(spoken, line);
  }
  const group = page.locator('fieldset');
  assert.match((await group.getAttribute('aria-describedby')) ?? '', /^q1-hint$/);
});

test('with less motion the bar moves in few steps', async (t) => {
  const site = await openSite(t);
  const page = await phone(t, { reducedMotion: 'reduce' });
  await page.goto(site.link);
  const timing = await page.evaluate(
    "getComputedStyle(document.getElementById('left')).animationTimingFunction",
  );
  assert.match(String(timing), /^steps\(12/);
});
