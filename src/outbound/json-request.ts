import type { HttpRequest } from './http-client.ts';

/** A POST of JSON. A text that is no well-formed Unicode is sent with replacement characters. */
export const jsonPost = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): HttpRequest => ({
  method: 'POST',
  url,
  headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** A base with a path appended, each part percent-encoded. Null for parts that a path cannot hold: empty, `.` and `..`. */
export function pathUnder(base: string, parts: readonly string[]): URL | null {
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return null;
  const path = parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/');
  return URL.parse(`${base.replace(/\/+$/, '')}/${path}`);
}

/** The first member of these names that is a text, wherever in the first levels of a JSON body it stands; else empty. */
export function saidIn(body: string, names: readonly string[]): string {
  const found = membersOf(parsed(body), 3).find(
    ([name, value]) => names.includes(name) && typeof value === 'string' && value !== '',
  );
  return found === undefined ? '' : String(found[1]);
}

/** The first number under one of these names; null where there is none. */
export function numberIn(body: string, names: readonly string[]): number | null {
  const found = membersOf(parsed(body), 3).find(
    ([name, value]) => names.includes(name) && typeof value === 'number',
  );
  return found === undefined ? null : Number(found[1]);
}

function membersOf(value: unknown, depth: number): [string, unknown][] {
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  const own: [string, unknown][] = Object.entries(value);
  return [...own, ...own.flatMap(([, member]) => membersOf(member, depth - 1))];
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
