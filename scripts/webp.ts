import type { Page } from 'playwright-core';

const WEBP_QUALITY = 60;

/** A page as WebP, which Chromium itself writes: its driver knows none. @param part all of it, or what the window shows. */
export async function webp(page: Page, part: 'whole' | 'window'): Promise<Uint8Array> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: WEBP_QUALITY,
    captureBeyondViewport: part === 'whole',
  });
  await session.detach();
  return Uint8Array.fromBase64(data);
}
