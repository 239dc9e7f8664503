import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, type TestContext, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type RunningDemo, startDemo } from '../../src/cli/start-demo.ts';
import { recordingLog } from '../fakes/log.ts';
import { launchChromium } from './chromium.ts';

const LINK_SENT = 'answer one question behind this link';
const BALANCE = 'Your vault holds 12,480.50';
const DECLINED = 'I could not make sure that it is you';

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

type Living = { readonly demo: RunningDemo; readonly page: Page; readonly hosts: ReadonlySet<string> };

/** A demo, and its page in a window of a desktop. Both end with the test. */
async function living(
  context: TestContext,
  { seconds = 60, ...window }: BrowserContextOptions & { readonly seconds?: number } = {},
): Promise<Living> {
  const demo = await startDemo({ port: 0, seconds, log: recordingLog() });
  context.after(() => demo.close());
  const session = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    ...window,
  });
  context.after(() => session.close());
  const page = await session.newPage();
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
  await page.goto(demo.url);
  await bubble(page, 'Hello! I look after your vault.').waitFor();
  return { demo, page, hosts };
}

/** The last message with these words. */
const bubble = (page: Page, words: string) => page.locator('.bubble', { hasText: words }).last();

async function askForBalance(page: Page): Promise<void> {
  const links = page.locator('.bubble', { hasText: LINK_SENT });
  const before = await links.count();
  await page.getByLabel('Message', { exact: true }).fill('Show me my balance');
  await page.getByRole('button', { name: 'Send' }).click();
  await links.nth(before).waitFor();
}

/** Opens the link that the bot sent last. */
const openLink = (page: Page): Promise<void> => bubble(page, LINK_SENT).locator('.text a').click();

/** Answers as somebody does who knows, or does not know, when Ana was born. */
async function answer(page: Page, kind: 'right' | 'wrong'): Promise<void> {
  const options = page.locator('fieldset label');
  await options.first().waitFor();
  const shown = options.filter({ has: page.locator('time[datetime="1990-03-17"], data[value="20"]') });
  const right = (await shown.count()) > 0 ? shown : page.locator('label[data-none]');
  const rightFor = await right.getAttribute('for');
  for (const option of await options.all()) {
    if (((await option.getAttribute('for')) === rightFor) === (kind === 'right')) {
      await option.click();
      break;
    }
  }
  await page.locator('button[type=submit]').click();
}

/** The part of the page that has this heading. */
const panel = (page: Page, heading: string) => page.getByRole('region', { name: heading });

const PLATFORM = 'What the bot platform was sent';
const LOG = 'What the log holds';

async function tried(page: Page, words: string): Promise<void> {
  await page.locator('[data-tried].done', { hasText: words }).waitFor();
}

test('a right answer leads back to the chat, where the bot shows the balance', async (t) => {
  const { demo, page, hosts } = await living(t);
  await page.getByRole('button', { name: 'balance', exact: true }).click();
  await bubble(page, LINK_SENT).waitFor();
  await openLink(page);
  await answer(page, 'right');

  await bubble(page, BALANCE).waitFor();
  assert.equal(page.url(), `${demo.url}/`);
  const sent = await panel(page, PLATFORM).innerText();
  assert.match(sent, /POST \/bots\/lantern-savings\/users\/ana-1\/send/u);
  assert.match(sent, /chatfuel_token\s+••••••/u);
  assert.match(sent, /user_validated\s+true/u);
  await tried(page, 'Answer rightly.');
  const log = await panel(page, LOG).innerText();
  assert.match(log, /The challenge ended\s+passed/u);
  assert.match(log, /address\s+127\.0\.0\.1/u);
  assert.match(log, /user agent\s+Mozilla/u);
  assert.match(log, /screen\s+1440 × 900/u);
  assert.deepEqual([...hosts], ['localhost']);
});

test('the log shows the preview that came before the person, and neither decided anything', async (t) => {
  const { page } = await living(t);
  await askForBalance(page);
  await openLink(page);
  await page.locator('fieldset').waitFor();
  await page.goBack();
  const log = panel(page, LOG);
  await log.getByText('The link was opened').waitFor();
  await log.getByText('A chat’s preview fetched the link').waitFor();
  assert.doesNotMatch(await log.innerText(), /The challenge ended/u);
  await openLink(page);
  await answer(page, 'right');
  await bubble(page, BALANCE).waitFor();
});

test('a wrong answer leads back to the chat, where the bot declines', async (t) => {
  const { page } = await living(t);
  await askForBalance(page);
  await openLink(page);
  await answer(page, 'wrong');
  await bubble(page, DECLINED).waitFor();
  await tried(page, 'Answer wrongly.');
  assert.match(await panel(page, PLATFORM).innerText(), /user_validated\s+false/u);
  assert.match(await panel(page, LOG).innerText(), /The challenge ended\s+failed/u);
  assert.equal(await page.getByText(BALANCE).count(), 0);
});

test('what nobody answers in time is told to the bot, and its page leads back', async (t) => {
  const { demo, page } = await living(t, { seconds: 2 });
  await askForBalance(page);
  await openLink(page);
  await page.locator('#over').waitFor();
  await page.getByRole('link', { name: 'Back to the chat' }).click();
  assert.equal(page.url(), `${demo.url}/`);
  await bubble(page, DECLINED).waitFor();
  await tried(page, 'Let it expire.');
  assert.match(await panel(page, LOG).innerText(), /The challenge ended\s+expired/u);
});

test('a link that was answered says so when it is opened again', async (t) => {
  const { page } = await living(t);
  await askForBalance(page);
  await openLink(page);
  await answer(page, 'right');
  await bubble(page, BALANCE).waitFor();
  await openLink(page);
  await page.getByRole('heading', { name: 'This link has been answered' }).waitFor();
  assert.equal(await page.locator('fieldset').count(), 0);
  await page.getByRole('link', { name: 'Back to the chat' }).click();
  await tried(page, 'Open it twice.');
});

test('three wrong answers lock the client, and a fresh start is a new client', async (t) => {
  const { page } = await living(t);
  for (let round = 0; round < 3; round += 1) {
    await askForBalance(page);
    await openLink(page);
    await answer(page, 'wrong');
    await page.locator('.bubble', { hasText: DECLINED }).nth(round).waitFor();
  }
  await page.getByRole('button', { name: 'balance', exact: true }).click();
  await bubble(page, 'I may not ask you again for now').waitFor();
  await tried(page, 'Be wrong three times.');

  await page.getByRole('button', { name: 'Start afresh' }).click();
  await page.getByText('ana-2').waitFor();
  assert.equal(await page.locator('.bubble').count(), 1);
  assert.equal(await page.locator('[data-tried].done').count(), 0);
  await askForBalance(page);
});

test('what a person writes is shown as text, whatever it holds', async (t) => {
  const { page } = await living(t);
  const text = '<img src=x onerror=alert(1)> javascript:alert(1) & </script>';
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.keyboard.press('Enter');
  await bubble(page, text).waitFor();
  assert.equal(await page.locator('.bubble img, .bubble script, .bubble a').count(), 0);
});

for (const [name, window] of [
  ['on a desktop', {}],
  ['in the dark', { colorScheme: 'dark' }],
  ['on a phone', { viewport: { width: 390, height: 844 } }],
  ['on a small phone', { viewport: { width: 320, height: 568 } }],
] as const) {
  test(`the page has no fault that axe finds, and nothing beyond its edge, ${name}`, async (t) => {
    const { page } = await living(t, { ...window, reducedMotion: 'reduce' });
    await withoutFaults(page);
    await askForBalance(page);
    await openLink(page);
    await answer(page, 'right');
    await tried(page, 'Answer rightly.');
    await withoutFaults(page);
  });
}

async function withoutFaults(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
  );
  assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false);
}

test('a demo that has ended says so in its page, and leaves no folder behind', async (t) => {
  const { demo, page } = await living(t);
  assert.equal(existsSync(demo.folder), true);
  await demo.close();
  await page.getByRole('alert').filter({ hasText: 'npm run demo' }).waitFor();
  assert.equal(existsSync(demo.folder), false);
});
