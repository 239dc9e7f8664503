import type { Channel } from '../../app/channel.ts';

/** Where a platform's short links go on to: a browser that holds `form-action` against redirects must be let through. */
const ONWARD: Readonly<Record<string, readonly string[]>> = {
  'wa.me': ['https://*.whatsapp.com', 'whatsapp:'],
  'api.whatsapp.com': ['https://*.whatsapp.com', 'whatsapp:'],
  'm.me': ['https://*.messenger.com', 'https://*.facebook.com'],
};

/**
 * The sources for `form-action` of a page whose answer may be redirected to one of `returnUrls`: ourselves, their
 * origins, and what those are known to redirect to. Chromium and WebKit check every hop, not only the first
 * (w3c/webappsec-csp issue 8).
 */
export function formTargets(returnUrls: readonly string[]): readonly string[] {
  const targets = new Set(["'self'"]);
  for (const returnUrl of returnUrls) {
    const { origin, hostname } = new URL(returnUrl);
    targets.add(origin);
    for (const onward of ONWARD[hostname] ?? []) targets.add(onward);
  }
  return [...targets];
}

/** Browsers in which a redirect to `wa.me` does not open the app, but a tap on a link does. */
const TAP_ONLY = /iPhone|iPad|iPod|\bWA4A\/|\[WAiOS\//;

/** An iPad says that it is one, or calls itself a Macintosh, which has no touch screen. */
const CLAIMED_MACINTOSH = /Macintosh/;

/**
 * How a person gets back to the chat after an answer, whichever way it went.
 * @param touchPoints as the page's script told; 0 where it did not run.
 */
export function wayBackAfterAnswer(
  mode: Channel['returnMode'],
  userAgent: string | null,
  touchPoints: number,
): 'redirect' | 'page' {
  if (mode !== 'auto') return mode;
  const agent = userAgent ?? '';
  const isTablet = CLAIMED_MACINTOSH.test(agent) && touchPoints > 1;
  return isTablet || TAP_ONLY.test(agent) ? 'page' : 'redirect';
}
