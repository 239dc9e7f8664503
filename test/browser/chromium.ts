import { type Browser, chromium } from 'playwright-core';

/**
 * Debian's Chromium, headless, which speaks to nobody but the pages a test opens. Close it when done.
 * `CHROMIUM` names another one.
 */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
