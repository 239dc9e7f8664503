import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, type TestContext, test } from 'node:test';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { LANGUAGES } from '../../src/pages/choose-language.ts';
import { STATES } from '../pages/every-state.ts';
import { readTrees, rolesOf, treeOf } from './accessibility-trees.ts';
import { launchChromium } from './chromium.ts';
import { MOVES } from './moves.ts';
import { openGallery } from './page-gallery.ts';

const NAMES = [...Object.keys(STATES), ...Object.keys(MOVES)];
const AXE = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** WCAG 2.2 AA, and what axe holds good practice. */
const ALL = "{ rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] }";
const ALL_BUT_CONTRAST = ALL.replace('{ rules: {', "{ rules: { 'color-contrast': { enabled: false },");
const CONTRAST = "{ runOnly: ['color-contrast'], resultTypes: ['violations'] }";

let browser: Browser;

before(async () => {
  browser = await launchChromium();
});

after(() => browser.close());

/** Goes through all states in one page, which is quicker than one each. */
async function inEveryState(
  t: TestContext,
  tag: string,
  options: BrowserContextOptions,
  look: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const origin = await openGallery(t);
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  for (const name of NAMES) {
    const move = MOVES[name];
    await page.goto(`${origin}/${tag}/${move?.from ?? name}`);
    if (move !== undefined) await page.evaluate(move.script);
    await look(page, name);
  }
}

async function faultsIn(page: Page, rules: string): Promise<unknown> {
  // What axe gives comes over as JSON of its own type.
  const { violations } = (await page.evaluate(`axe.run(document, ${rules})`)) as AxeResults;
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

/** What is folded up is looked at, too. */
const UNFOLD = "document.querySelector('details')?.setAttribute('open', '')";

for (const { tag } of LANGUAGES) {
  test(`in ${tag} axe finds no fault in any state, and its accessibility tree is the one that was read through`, async (t) => {
    const trees = new Map<string, string>();
    await inEveryState(t, tag, {}, async (page, name) => {
      trees.set(name, await treeOf(page));
      // Contrast, the dearest to ask for, is no matter of language: the next test asks for it in both themes.
      await page.evaluate(`${AXE};${UNFOLD}`);
      assert.deepEqual(await faultsIn(page, ALL_BUT_CONTRAST), [], name);
    });
    if (tag === 'en') {
      assert.deepEqual(trees, readTrees(trees));
      return;
    }
    const english = readTrees(new Map());
    for (const [name, tree] of trees) {
      assert.deepEqual(rolesOf(tree), rolesOf(english.get(name) ?? ''), name);
    }
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`in the ${colorScheme} axe finds nothing hard to read in any state`, async (t) => {
    await inEveryState(t, 'en', { colorScheme }, async (page, name) => {
      await page.evaluate(`${AXE};${UNFOLD}`);
      assert.deepEqual(await faultsIn(page, CONTRAST), [], name);
    });
  });
}

/** As wide as it gets, as tall as it gets, and from right to left. */
for (const tag of ['fr', 'hi', 'ar']) {
  test(`in ${tag} nothing is cut off at 320 points, with letters twice as large, and a thumb has room`, async (t) => {
    const narrow = { viewport: { width: 320, height: 568 }, bypassCSP: true };
    await inEveryState(t, tag, narrow, async (page, name) => {
      await page.evaluate(UNFOLD);
      const small = await page.evaluate(`
        [...document.querySelectorAll('.option label, .button, .typed input, summary')]
          .filter((element) => element.checkVisibility())
          .map((element) => element.getBoundingClientRect())
          .filter(({ width, height }) => width < 48 || height < 48).length`);
      assert.equal(small, 0, name);
      for (const size of ['100%', '200%']) {
        await page.evaluate(`document.documentElement.style.fontSize = '${size}'`);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, `${name} ${size}`);
      }
    });
  });
}

test('on a phone held sideways the time leaves most of the window to the question', async (t) => {
  await inEveryState(t, 'en', { viewport: { width: 568, height: 320 } }, async (page, name) => {
    const time = page.locator('#time:visible');
    if ((await time.count()) === 0) return;
    const box = await time.boundingBox();
    assert.ok(box !== null && box.height < 80, name);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 568, name);
  });
});

test('with colours forced by the reader, what is chosen, pressed or wrong still stands out', async (t) => {
  await inEveryState(t, 'en', { forcedColors: 'active' }, async (page, name) => {
    const flat = await page.evaluate(`
      [...document.querySelectorAll('.option label, .button, .typed input, .problem, .what')]
        .filter((element) => element.checkVisibility())
        .filter((element) => Number.parseFloat(getComputedStyle(element).borderTopWidth) < 1).length`);
    assert.equal(flat, 0, name);
  });
});
