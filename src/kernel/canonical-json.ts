import { err, ok, type Result } from './result.ts';

/** What JSON can say: finite numbers, well-formed strings, plain objects and lists of the same. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Deeper values are refused, so that no input exhausts the stack. */
const DEEPEST = 64;

/**
 * The one spelling of a value (JSON Canonicalization Scheme, RFC 8785): no white space, members sorted by the UTF-16
 * units of their names, numbers and strings as ECMAScript writes them.
 * @throws TypeError for what JSON cannot say: NaN, infinities, lone surrogates, undefined, objects of a class.
 * @throws RangeError for more than 64 levels.
 */
export const canonicalJson = (value: Json): string => serialized(value, 0);

/** The value of a text that is already in its one spelling, which also rules out a member that is given twice. */
export function parseCanonicalJson(text: string): Result<Json, 'not_json' | 'not_canonical'> {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    return err('not_json');
  }
  try {
    return canonicalJson(value) === text ? ok(value) : err('not_canonical');
  } catch {
    return err('not_canonical');
  }
}

function serialized(value: Json, depth: number): string {
  if (typeof value === 'string') return serializedString(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('JSON has no such number');
    return JSON.stringify(value);
  }
  if (value === null || value === true || value === false) return String(value);
  if (typeof value !== 'object') throw new TypeError(`JSON has no ${typeof value}`);
  if (depth === DEEPEST) throw new RangeError(`JSON nested deeper than ${DEEPEST} levels`);
  return isList(value) ? serializedList(value, depth) : serializedObject(value, depth);
}

// Most strings are their own spelling, and to see that costs half of having them spelled.
const PLAIN = /^[ !#-[\]-~]*$/;

function serializedString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError('a string with half of a surrogate pair');
  return JSON.stringify(text);
}

function serializedList(list: readonly Json[], depth: number): string {
  let text = '[';
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (item === undefined) throw new TypeError('JSON has no undefined');
    if (index > 0) text += ',';
    text += serialized(item, depth + 1);
  }
  return `${text}]`;
}

function serializedObject(object: { readonly [name: string]: Json }, depth: number): string {
  if (!isPlain(object)) throw new TypeError('JSON has no objects of a class');
  let text = '{';
  // The order of sort() without a function is that of UTF-16 units, which is the one of RFC 8785 section 3.2.3.
  for (const name of Object.keys(object).sort()) {
    const member = object[name];
    if (member === undefined) throw new TypeError('JSON has no undefined');
    if (text.length > 1) text += ',';
    text += `${serializedString(name)}:${serialized(member, depth + 1)}`;
  }
  return `${text}}`;
}

// Array.isArray alone does not narrow a read-only list.
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}
