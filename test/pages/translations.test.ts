import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LANGUAGES } from '../../src/pages/choose-language.ts';
import { messagesOf } from './messages-of.ts';

const [english, ...others] = LANGUAGES;
const original = new Map(messagesOf(english.messages));

/** The rows of a table of docs/reference/translations. */
function rowsOf(tag: string): readonly (readonly string[])[] {
  const file = new URL(`../../docs/reference/translations/${tag.toLowerCase()}.md`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.slice(2, -2).split(' | '));
}

for (const { tag, messages } of others) {
  test(`what ${tag} says was read back into English, each message as it stands`, () => {
    const rows = rowsOf(tag);
    const read = new Map(rows.map(([, , text = '', back = '']) => [text, back]));
    for (const [name, text] of messagesOf(messages)) {
      assert.match(
        read.get(text) ?? '',
        /\S/,
        `${name} says "${text}", which docs/reference/translations has not`,
      );
    }
    assert.equal(rows.length, new Set(messagesOf(messages).map(([, text]) => text)).size);
  });

  test(`the tables of ${tag} have the English of now beside it, and every name and number come back`, () => {
    for (const [name = '', inEnglish, , back = ''] of rowsOf(tag)) {
      const path = name.replaceAll('`', '');
      const now = original.get(path) ?? original.get(path.replace(/ \(.*\)$/, ''));
      assert.equal(inEnglish, now, name);
      for (const parameter of inEnglish?.match(/\{\w+\}/g) ?? []) {
        if (!path.endsWith('(no name)')) assert.ok(back.includes(parameter), `${tag} ${name} ${parameter}`);
      }
    }
  });
}
