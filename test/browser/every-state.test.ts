import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { StoreUnavailable } from '../../src/app/ports.ts';
import type { Verdict } from '../../src/domain/challenge/lifecycle.ts';
import { LANGUAGES } from '../../src/pages/choose-language.ts';
import { DATE_QUESTION, SUM_QUESTION, sampleGone } from '../pages/sample-views.ts';
import { launchChromium } from './chromium.ts';
import { openSite, type Script } from './person-site.ts';

let browser: Browser;

before(async () => {
  browser = await launchChromium();
});

after(() => browser.close());

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Mobile/15E148 Safari/604.1';

type State = Script & {
  /** Whether the state is reached by sending an answer. */
  readonly sent?: boolean;
  readonly path?: string;
  readonly userAgent?: string;
};

const two = { questions: [DATE_QUESTION, SUM_QUESTION], attemptsLeft: 2 };

const gone =
  (verdict: Verdict): NonNullable<Script['view']> =>
  ({ channel }) => ({ type: 'gone', view: sampleGone(verdict, { channel, locale: null }) });

const decided: NonNullable<Script['answer']> = ({ channel }) => ({
  type: 'decided',
  view: sampleGone('failed', { channel, locale: null }),
});

const STATES: Readonly<Record<string, State>> = {
  'a date of birth': {},
  'two questions': { pending: two },
  'the sum, without a name, a purpose or a phone': {
    pending: { questions: [SUM_QUESTION], purpose: null, maskedPhone: null },
  },
  'a purpose of one endless word': { pending: { purpose: 'W'.repeat(10_000) } },
  'a field at fault': {
    pending: two,
    sent: true,
    answer: (view) => ({ type: 'invalid', faults: new Map([['q2', 'missing']]), view }),
  },
  'a wrong answer with tries left': { sent: true, answer: (view) => ({ type: 'again', view }) },
  'an answer sent from a phone whose redirects open no app': {
    sent: true,
    userAgent: IPHONE,
    answer: decided,
  },
  'a link that ran out': {
    view: gone('expired'),
  },
  'a link that was answered': {
    view: gone('failed'),
  },
  'a link that was called off': {
    view: gone('canceled'),
  },
  'a link that nobody has': { view: () => ({ type: 'unknown' }) },
  'no link at all': { path: '/' },
  'a question that cannot be read': {
    view: () => {
      throw new StoreUnavailable('disk full');
    },
  },
  'an answer that cannot be recorded': {
    sent: true,
    answer: () => {
      throw new StoreUnavailable('disk full');
    },
  },
};

async function reach(
  t: TestContext,
  { sent = false, path, userAgent, ...script }: State,
  options: BrowserContextOptions,
): Promise<Page> {
  const site = await openSite(t, { left: 600_000, ...script });
  const context = await browser.newContext({ ...options, ...(userAgent === undefined ? {} : { userAgent }) });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(path === undefined ? site.link : site.origin + path);
  if (!sent) return page;
  for (const fieldset of await page.locator('fieldset').all())
    await fieldset.locator('label').first().click();
  await page.locator('#send').click();
  await page.waitForFunction("document.querySelector('[role=alert]') || !document.getElementById('send')");
  return page;
}

for (const [name, state] of Object.entries(STATES)) {
  for (const { tag } of LANGUAGES) {
    test(`${name}, in ${tag}: nothing for axe to find, in light or dark`, async (t) => {
      const spoken: State = { ...state, pending: { ...state.pending, locale: null } };
      const page = await reach(t, spoken, { viewport: { width: 360, height: 740 }, locale: tag });
      assert.equal(await page.locator('html').getAttribute('lang'), tag);
      const faults = async (axe: AxeBuilder): Promise<unknown> =>
        (await axe.analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
      assert.deepEqual(await faults(new AxeBuilder({ page })), []);
      // Only the colours differ.
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.deepEqual(await faults(new AxeBuilder({ page }).withRules('color-contrast')), []);
    });
  }

  test(`${name}: at 320 points nothing is cut off, even with letters twice as large, and a thumb has room`, async (t) => {
    const page = await reach(t, state, {
      viewport: { width: 320, height: 568 },
      locale: 'es',
      bypassCSP: true,
    });
    for (const target of await page.locator('.option label:visible, .button:visible').all()) {
      const box = await target.boundingBox();
      assert.ok(box !== null && box.height >= 48 && box.width >= 48, await target.innerText());
    }
    for (const size of ['100%', '200%']) {
      await page.addStyleTag({ content: `:root{font-size:${size}}` });
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, size);
    }
  });
}
