/**
 * Takes a picture of every state of the page, in light and dark, in English and Arabic, at the size of a phone:
 * `npm run pictures`. Look at each that changed: what is not beautiful is a fault.
 *
 * The same pages make the same pictures: clocks and bars stand still. Written are docs/pictures/pages/, with a page that
 * shows them all, docs/pictures/question.png for the README, and docs/pictures/desk/ of the operator's desk;
 * `npm run pictures desk` takes those of the desk alone.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../test/browser/chromium.ts';
import { MOVES } from '../test/browser/moves.ts';
import { openGallery } from '../test/browser/page-gallery.ts';
import { STATES } from '../test/pages/every-state.ts';
import { takeDeskPictures } from './desk-pictures.ts';
import { webp } from './webp.ts';

const PICTURES = join(import.meta.dirname, '..', 'docs', 'pictures');
const PAGES = join(PICTURES, 'pages');

const PHONE = { width: 360, height: 740 };
/** Sharp enough to judge, small enough to keep: about ten kilobytes each. */
const SHARPNESS = 1.5;

const LANGUAGES = ['en', 'ar'] as const;
const THEMES = ['light', 'dark'] as const;

/** Time stands still before any script of the page runs. */
const STOP_CLOCKS = 'performance.now = () => 0; performance.getEntriesByType = () => []; Date.now = () => 0;';
/** Where the bar stood when the page was made. */
const STOP_BARS =
  'for (const bar of document.getAnimations()) { bar.pause(); bar.currentTime = 0; } document.fonts.ready.then(() => 0)';

const NAMES = [...Object.keys(STATES), ...Object.keys(MOVES)];

async function main(): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const closes = { after: (close: () => void | Promise<void>) => opened.defer(async () => close()) };
  const browser = await launchChromium();
  opened.defer(() => browser.close());
  await takeDeskPictures(closes, browser, join(PICTURES, 'desk'));
  if (process.argv[2] === 'desk') return;
  const origin = await openGallery(closes);

  rmSync(PAGES, { recursive: true, force: true });
  mkdirSync(PAGES, { recursive: true });
  for (const theme of THEMES) {
    const context = await browser.newContext({
      viewport: PHONE,
      deviceScaleFactor: SHARPNESS,
      colorScheme: theme,
    });
    for (const language of LANGUAGES) {
      const page = await stillPage(context);
      for (const name of NAMES) {
        await open(page, `${origin}/${language}`, name);
        writeFileSync(join(PAGES, `${name}-${language}-${theme}.webp`), await webp(page, 'whole'));
      }
      await page.close();
    }
    await context.close();
  }
  await pictureForReadme(await browser.newContext({ viewport: PHONE, deviceScaleFactor: 2 }), origin);
  writeFileSync(join(PAGES, 'README.md'), overview());
}

async function stillPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(STOP_CLOCKS);
  return page;
}

async function open(page: Page, base: string, name: string): Promise<void> {
  const move = MOVES[name];
  await page.goto(`${base}/${move?.from ?? name}`);
  await page.evaluate(STOP_BARS);
  if (move !== undefined) await page.evaluate(move.script);
  // Until what changed is laid out, the page has its former height.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

async function pictureForReadme(context: BrowserContext, origin: string): Promise<void> {
  const page = await stillPage(context);
  await open(page, `${origin}/en`, 'question');
  await page.screenshot({ path: join(PICTURES, 'question.png') });
  await context.close();
}

function overview(): string {
  const cells = (name: string): string =>
    LANGUAGES.flatMap((language) =>
      THEMES.map((theme) => {
        const file = `${name}-${language}-${theme}.webp`;
        return `<img src="${file}" width="180" alt="${name}, ${language}, ${theme}">`;
      }),
    ).join(' | ');
  return [
    '# Every state of the page',
    '',
    'Taken by `npm run pictures` in Chromium, at 360 points: in English and Arabic, in light and dark.',
    '',
    `| | ${LANGUAGES.flatMap((language) => THEMES.map((theme) => `${language}, ${theme}`)).join(' | ')} |`,
    '| --- | --- | --- | --- | --- |',
    ...NAMES.map((name) => `| ${name} | ${cells(name)} |`),
    '',
  ].join('\n');
}

await main();
