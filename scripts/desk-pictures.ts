import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { type DeskWorld, LOCKED_CLIENT, openDeskWorld, REFUSED_CLIENT } from '../test/browser/desk-world.ts';
import type { Closes } from '../test/browser/listen.ts';
import { webp } from './webp.ts';

const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 1.5 };
const DESKTOP = { viewport: { width: 1180, height: 760 }, deviceScaleFactor: 1 };

type Picture = {
  readonly window: BrowserContextOptions;
  readonly path: string;
  /** The link to follow there. */
  readonly follow?: string;
};

/** By the name of its file; all of one day in one world. */
export const DESK_PICTURES: Readonly<Record<string, Picture>> = {
  'today-light': { window: { ...DESKTOP, colorScheme: 'light' }, path: '/desk' },
  'today-phone-dark': { window: { ...PHONE, colorScheme: 'dark' }, path: '/desk' },
  'challenge-light': {
    window: { ...DESKTOP, colorScheme: 'light' },
    path: '/desk/challenges?status=passed',
    follow: REFUSED_CLIENT,
  },
  'challenges-phone-light': { window: { ...PHONE, colorScheme: 'light' }, path: '/desk/challenges' },
  'deliveries-dark': {
    window: { ...DESKTOP, colorScheme: 'dark' },
    path: '/desk/deliveries?from=2026-11-22',
  },
  'client-phone-dark': {
    window: { ...PHONE, colorScheme: 'dark' },
    path: '/desk/clients',
    follow: LOCKED_CLIENT,
  },
  'try-phone-light': { window: { ...PHONE, colorScheme: 'light' }, path: '/desk/try?policy=strict' },
  'set-up-light': { window: { ...DESKTOP, colorScheme: 'light' }, path: '/desk/chatfuel' },
};

/** As a proxy in front of the desk tells it. */
const BEHIND_PROXY = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'bots.lantern.example' };

export async function takeDeskPictures(closes: Closes, browser: Browser, folder: string): Promise<void> {
  const world = await openDeskWorld(closes, 'a_day');
  const taken = new Map<string, Uint8Array>();
  for (const [name, picture] of Object.entries(DESK_PICTURES)) {
    taken.set(`${name}.webp`, await pictureOf(browser, world, picture));
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of taken) writeFileSync(join(folder, name), bytes);
}

async function pictureOf(browser: Browser, world: DeskWorld, { window, path, follow }: Picture) {
  const context = await browser.newContext({
    ...window,
    locale: 'en-GB',
    extraHTTPHeaders: BEHIND_PROXY,
  });
  try {
    const page = await context.newPage();
    await page.goto(`${world.origin}/desk`);
    await page.getByLabel('Operator’s key').fill(world.key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.goto(world.origin + path);
    if (follow !== undefined) await page.getByRole('link', { name: follow }).first().click();
    // Where a button was clicked, something else may lie now.
    await page.mouse.move(0, 0);
    return await webp(page, 'window');
  } finally {
    await context.close();
  }
}
