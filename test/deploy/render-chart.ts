import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/*
 * The templates of this chart use a handful of Helm's words, and this renders those and no others: whatever else
 * stands between braces is refused. What Helm itself would make of them was not tried here; it is not on npm, nor in Debian.
 *
 *   {{ .Values.a.b }}  {{ .Release.Name }}  {{ .Chart.AppVersion }}  with  | quote
 *   {{ add .Values.a 15 }}
 *   {{ toYaml .Values.a | nindent 4 }}
 *   {{ if .Values.a }}  {{ else }}  {{ end }}, nested
 */

export type Values = Readonly<Record<string, unknown>>;

const TOKEN = /(?:\s*\{\{-|\{\{)\s*(?<word>[^{}]+?)\s*\}\}/g;

/** Every object that the chart's templates make of these values, by file. */
export function renderChart(folder: string, values: Values): readonly unknown[] {
  const read = (...names: readonly string[]) => readFileSync(join(folder, ...names), 'utf8');
  const { appVersion } = membersOf(parse(read('Chart.yaml')));
  const scope: Values = { Values: values, Release: { Name: 'bank' }, Chart: { AppVersion: appVersion } };
  return readdirSync(join(folder, 'templates')).flatMap((name) => {
    const text = renderTemplate(read('templates', name), scope);
    if (!name.endsWith('.yaml')) return [];
    return text
      .split(/^---$/m)
      .map((document) => parse(document, { strict: true }))
      .filter((object) => object !== null);
  });
}

export function membersOf(value: unknown): Values {
  assert.ok(typeof value === 'object' && value !== null);
  return { ...value };
}

function renderTemplate(template: string, scope: Values): string {
  const written: string[] = [];
  /** Of the conditions around this place, whether each holds. */
  const holds: boolean[] = [];
  const write = (text: string): void => {
    if (holds.every(Boolean)) written.push(text);
  };
  let end = 0;
  for (const match of template.matchAll(TOKEN)) {
    const { word = '' } = match.groups ?? {};
    write(template.slice(end, match.index));
    end = match.index + match[0].length;
    const [, condition] = /^if (\S+)$/.exec(word) ?? [];
    if (condition !== undefined) holds.push(isTrue(lookUp(condition, scope)));
    else if (word === 'else') holds.push(!holds.pop());
    else if (word === 'end') assert.notEqual(holds.pop(), undefined, 'an end without its if');
    else write(expand(word, scope));
  }
  write(template.slice(end));
  assert.deepEqual(holds, [], 'an if without its end');
  return written.join('');
}

function expand(word: string, scope: Values): string {
  const [, number, more] = /^add (\S+) (\d+)$/.exec(word) ?? [];
  if (number !== undefined) return String(Number(lookUp(number, scope)) + Number(more));
  const [, block, indent] = /^toYaml (\S+) \| nindent (\d+)$/.exec(word) ?? [];
  if (block !== undefined) {
    const lines = stringify(lookUp(block, scope), { defaultStringType: 'QUOTE_DOUBLE' }).trimEnd();
    return lines.split('\n').reduce((text, line) => `${text}\n${' '.repeat(Number(indent))}${line}`, '');
  }
  const [, place, quoted] = /^(\.[A-Za-z.]+)( \| quote)?$/.exec(word) ?? [];
  assert.notEqual(place, undefined, `a word that is not understood: ${word}`);
  const value = String(lookUp(place ?? '', scope));
  return quoted === undefined ? value : JSON.stringify(value);
}

/** As in Helm, what is not there is an error: templates are to name what values.yaml has. */
function lookUp(place: string, scope: Values): unknown {
  let found: unknown = scope;
  for (const name of place.split('.').slice(1)) found = membersOf(found)[name];
  assert.notEqual(found, undefined, `${place} is not among the values`);
  return found;
}

/** As templates of Go see it. */
const isTrue = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
