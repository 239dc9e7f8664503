import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { type DeskWorld, LOCKED_CLIENT, openDeskWorld, REFUSED_CLIENT } from './desk-world.ts';

let browser: Browser;
let world: DeskWorld;
const closes: (() => void | Promise<void>)[] = [];

before(async () => {
  [browser, world] = await Promise.all([
    launchChromium(),
    openDeskWorld({ after: (close) => closes.unshift(close) }, 'a_day'),
  ]);
});
after(async () => {
  await browser.close();
  for (const close of closes) await close();
});

const WINDOWS = [
  { rules: 'all', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  { rules: 'looks', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
] as const;

/** A window in which somebody has signed in. No page of the desk has a script, so none is let run but the tests' own. */
async function signedIn(t: TestContext, window: BrowserContextOptions, from = world): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', ...window });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`${from.origin}/desk`);
  await page.getByLabel('Operator’s key').fill(from.key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  return page;
}

/** What can differ between two windows that show the same page. */
const LOOKS = ['color-contrast', 'target-size'];

async function withoutFaults(page: Page, rules: 'all' | 'looks' = 'all'): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules === 'looks' ? axe.withRules(LOOKS) : axe).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
  );
  const overflows = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  assert.equal(overflows, false, `${page.url()} is wider than its window`);
}

for (const { rules, ...window } of WINDOWS) {
  test(`every page is free of faults at ${window.viewport.width} points, ${window.colorScheme}`, async (t) => {
    const page = await signedIn(t, window);
    await page.getByText('The same as a table').click();
    await withoutFaults(page, rules);
    for (const place of ['Challenges', 'Deliveries', 'Clients', 'Try it', 'Set up']) {
      await page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: place }).click();
      await withoutFaults(page, rules);
    }
    await page.goto(`${world.origin}/desk/challenges?status=failed`);
    await page.getByRole('link', { name: LOCKED_CLIENT }).first().click();
    await page.getByText('not met').waitFor();
    await withoutFaults(page, rules);
    await page.getByRole('link', { name: 'whether it is locked' }).click();
    await withoutFaults(page, rules);
    await page.goto(`${world.origin}/desk/nowhere`);
    await withoutFaults(page, rules);
    await page.goto(`${world.origin}/desk`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    await withoutFaults(page, rules);
  });
}

test('the day is there as figures, as a picture and as a table', async (t) => {
  const page = await signedIn(t, {});
  await page.getByText('Asked', { exact: true }).waitFor();
  assert.match(await page.locator('.tile.passed').innerText(), /61\s+74 % of those that ended/);
  assert.match(await page.locator('.tile.time').innerText(), /Time to answer\s+\d+ s/);
  assert.equal(await page.getByRole('img', { name: 'Challenges by the hour' }).count(), 1);
  await page.getByText('The same as a table').click();
  assert.match(await page.getByRole('row', { name: '11:00' }).innerText(), /11:00\s+14\s+1\s+3\s+0\s+0/);
});

test('without a script: a message that was refused is found and sent again, and a client is unlocked', async (t) => {
  const page = await signedIn(t, { javaScriptEnabled: false });
  await page.getByRole('link', { name: '1 message did not reach the platform within the last day' }).click();
  await page.getByText('Chatfuel answered 404').waitFor();
  await page.getByRole('button', { name: 'Send again' }).first().click();
  await page.getByText('The delivery is due now').waitFor();

  await page.getByRole('link', { name: 'Clients' }).click();
  await page.getByLabel('Find a client').fill(`+52 1 ${LOCKED_CLIENT.slice(3)}`);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByText('Locked after wrong answers until').waitFor();
  assert.doesNotMatch(page.url(), /5552223333/);
  await page.getByText('Unlock this client').click();
  await page.getByRole('button', { name: 'I am sure: unlock' }).click();
  await page.getByText('The client is unlocked, and the log says so.').waitFor();
  await page.getByText('Not locked.').waitFor();
  await page.getByRole('link', { name: 'See the balance of your vault' }).first().click();
  await page.getByText('An operator unlocked the client').waitFor();
});

test('evidence is downloaded, for people and for programs', async (t) => {
  const page = await signedIn(t, {});
  await page.goto(`${world.origin}/desk/challenges?status=passed`);
  await page.getByRole('link', { name: REFUSED_CLIENT }).click();
  for (const [name, ending] of [
    ['PDF', 'pdf'],
    ['JSON', 'json'],
  ] as const) {
    const downloaded = page.waitForEvent('download');
    await page.getByRole('link', { name, exact: true }).click();
    assert.match((await downloaded).suggestedFilename(), new RegExp(`^chl_[0-9a-f]{32}\\.${ending}$`));
  }
});

test('somebody tries a policy on themselves, and sees the verdict', async (t) => {
  const page = await signedIn(t, {});
  await page.getByRole('link', { name: 'Try it' }).click();
  await page.getByLabel('Date of birth').fill('1980-02-03');
  await page.getByLabel('Language of the page').selectOption('es');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Open and answer it' }).click();
  const person = await opened;
  await person.locator('fieldset label').first().click();
  await person.locator('button[type=submit]').click();
  await person.waitForLoadState();
  assert.equal(await person.locator('html').getAttribute('lang'), 'es');

  await page.getByRole('link', { name: 'See what became of it' }).click();
  await page.getByText('This is a test from the desk').waitFor();
  await page.getByText(/The verdict fell: (passed|failed)/).waitFor();
});

test('a desk to which nobody has come says so, and what to do', async (t) => {
  const quiet = await openDeskWorld(t, 'nothing_yet');
  const page = await signedIn(t, { colorScheme: 'dark', viewport: { width: 320, height: 600 } }, quiet);
  await page.getByRole('heading', { name: 'No one has been asked yet' }).waitFor();
  await withoutFaults(page);
  for (const [place, words] of [
    ['Challenges', 'No one has been asked yet'],
    ['Deliveries', 'Nothing was sent yet'],
    ['Clients', 'Nobody is locked out'],
  ] as const) {
    await page.getByRole('link', { name: place, exact: true }).click();
    await page.getByRole('heading', { name: words }).waitFor();
    await withoutFaults(page, 'looks');
  }
});
