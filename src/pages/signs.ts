import { type Html, html } from './html.ts';

/** For what points where the text goes. */
const TURNS = ' turns';

const sign = (shape: Html, turns = ''): Html =>
  html`<svg class="sign${turns}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;

/** Pictures for what a notice says; none of them tells a right answer from a wrong one. */
export const SIGNS = {
  chat: sign(
    html`<path d="M21 11.5a8.4 8.4 0 0 1-12 7.6L3 21l1.9-6A8.4 8.4 0 1 1 21 11.5Z"/><path d="M8.5 11.5h.01M12.5 11.5h.01M16.5 11.5h.01"/>`,
    TURNS,
  ),
  clock: sign(html`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>`),
  link: sign(
    html`<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1"/><path d="M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"/><path d="M4 4l16 16"/>`,
  ),
  lock: sign(
    html`<rect x="5" y="10.5" width="14" height="10" rx="2.5"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2"/>`,
  ),
  /** Not a check mark, which would say that the answer was right. */
  sent: sign(html`<path d="M21 3 10 14M21 3l-6.5 18-4.5-7-7-4.5Z"/>`, TURNS),
  guarded: sign(
    html`<path d="M12 3 5 5.8v5c0 4.6 2.9 8.2 7 10.2 4.1-2 7-5.6 7-10.2v-5Z"/><path d="m8.8 12 2.4 2.4 4-4.4"/>`,
  ),
  shield: sign(
    html`<path d="M12 3 5 5.8v5c0 4.6 2.9 8.2 7 10.2 4.1-2 7-5.6 7-10.2v-5Z"/><path d="M12 8.5v4M12 16h.01"/>`,
  ),
  trouble: sign(
    html`<path d="M12 4 2.8 19.5a.6.6 0 0 0 .5.9h17.4a.6.6 0 0 0 .5-.9Z"/><path d="M12 10v4M12 17.2h.01"/>`,
  ),
} as const;

/** The sign of the service itself, where a business has no name to show. */
export const CHECK: Html = html`<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"><path d="m5 13 5 5 9-11"/></svg>`;
