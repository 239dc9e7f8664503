import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type PageFile = { readonly path: string; readonly type: string; readonly body: string };

const FILES = [
  { path: '/', file: 'chat.html', type: 'text/html; charset=utf-8' },
  { path: '/chat.css', file: 'chat.css', type: 'text/css; charset=utf-8' },
  { path: '/panels.css', file: 'panels.css', type: 'text/css; charset=utf-8' },
  { path: '/chat.js', file: 'chat.js', type: 'text/javascript; charset=utf-8' },
  { path: '/panels.js', file: 'panels.js', type: 'text/javascript; charset=utf-8' },
  { path: '/favicon.svg', file: 'favicon.svg', type: 'image/svg+xml' },
];

/** What the chat page is made of: files as they are on the disk, with the paths that they are served at. */
export const pageFiles = (): readonly PageFile[] =>
  FILES.map(({ path, file, type }) => ({
    path,
    type,
    body: readFileSync(join(import.meta.dirname, 'page', file), 'utf8'),
  }));

/** Sent with every answer. Nothing comes from another host, and nothing may frame the page. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
