import Bowser from 'bowser';

/** Apps that open links in a view of their own, whose browser names them beside itself. */
const WITHIN: readonly (readonly [string, RegExp])[] = [
  ['WhatsApp', /WhatsApp|WA4A\/|\[WAiOS\//],
  ['Instagram', /Instagram/],
  ['Facebook', /FBA[NV]\//],
  ['Telegram', /Telegram/],
];

/** What a browser calls itself, as people say it; null where nothing of it is known. */
export function readUserAgent(text: string): string | null {
  const { browser, os, platform } = Bowser.parse(text);
  const system = joined(os.name, os.version);
  const device = joined(platform.vendor, platform.model);
  const within = WITHIN.find(([, sign]) => sign.test(text))?.[0] ?? null;
  const parts = [joined(browser.name, browser.version), within, system, device];
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? null : known.join(' · ');
}

function joined(name: string | undefined, more: string | undefined): string | null {
  if (name === undefined || name === '') return null;
  return more === undefined || more === '' ? name : `${name} ${more}`;
}
