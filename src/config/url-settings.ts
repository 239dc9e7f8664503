import { err, ok, type Result } from '../kernel/result.ts';
import type { Read } from './setting-values.ts';

/** Whether a URL's host can only be this machine: `localhost`, 127.0.0.0/8 or ::1. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** Scheme, host and port, without a slash at the end: links are made by appending a path. */
export const origin: Read<string> = (text) => {
  const url = httpsOrLoopback(text);
  if (!url.ok) return url;
  const { pathname, search, hash } = url.value;
  return pathname === '/' && search === '' && hash === '' && !text.includes('?') && !text.includes('#')
    ? ok(url.value.origin)
    : err('must be a scheme, a host and at most a port, without a path, such as https://verify.example.com');
};

/** The base of an API: a path may stand behind the host, a query may not. */
export const apiBase: Read<string> = (text) => {
  const url = httpsOrLoopback(text);
  if (!url.ok) return url;
  return text.includes('?') || text.includes('#')
    ? err('must be a URL without a query')
    : ok(url.value.href.replace(/\/+$/, ''));
};

/** Where a person is sent: never a scheme of an app's own, which many phones cannot open. */
export const link: Read<string> = (text) => {
  const url = httpsOrLoopback(text);
  return url.ok ? ok(url.value.href) : url;
};

const NOT_SAFE = 'must be an https:// URL without a password, or http:// on a loopback host';

function httpsOrLoopback(text: string): Result<URL, string> {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return err(NOT_SAFE);
  if (url.protocol === 'https:') return ok(url);
  return url.protocol === 'http:' && isLoopback(url) ? ok(url) : err(NOT_SAFE);
}
