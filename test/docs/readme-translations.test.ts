import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { join as joinUrl } from 'node:path/posix';
import { test } from 'node:test';
import { Lexer, type Token, walkTokens } from 'marked';

const root = dirname(dirname(import.meta.dirname));
const FOLDER = 'docs/readme';
const LANGUAGES = ['es', 'fr', 'ar', 'hi', 'zh-CN', 'zh-TW'];

const pathOf = (language: string): string => `${FOLDER}/README.${language}.md`;
const READMES = new Set(['README.md', ...LANGUAGES.map(pathOf)]);

/** What a translation must have in common with what it translates: all but its words. */
type Shape = {
  /** Headings with their depth, paragraphs, lists with their length, tables with their size, pictures: in order. */
  readonly outline: readonly string[];
  /** Code blocks without what their comments say, in order. */
  readonly blocks: readonly string[];
  /** Names in the running text, which every language has where its grammar wants them. */
  readonly names: readonly string[];
  /** Where it leads, from the root of the project. */
  readonly leadsTo: readonly string[];
  /** The other readmes that it offers. */
  readonly languages: ReadonlySet<string>;
};

function shapeOf(path: string): Shape {
  const folder = path.includes('/') ? FOLDER : '.';
  const tokens = new Lexer({ gfm: true }).lex(readFileSync(join(root, path), 'utf8'));
  const names: string[] = [];
  const blocks: string[] = [];
  const links: string[] = [];
  void walkTokens(tokens, (token) => {
    if (token.type === 'codespan') names.push(String(token['text']));
    if (token.type === 'code') blocks.push(String(token['text']).replaceAll(/ # .*/gu, ''));
    if (token.type === 'link' || token.type === 'image') links.push(String(token['href']));
    if (token.type === 'html') links.push(...(/src="([^"]*)"/u.exec(token.raw)?.slice(1) ?? []));
  });
  const targets = links.map((link) => (link.includes(':') ? link : joinUrl(folder, link)));
  return {
    outline: tokens.map(blockOf).filter((block) => block !== 'space'),
    blocks,
    names: names.sort(),
    leadsTo: targets.filter((target) => !READMES.has(target)).sort(),
    languages: new Set(targets.filter((target) => READMES.has(target))),
  };
}

function blockOf(token: Token): string {
  if (token.type === 'heading') return `heading ${String(token['depth'])}`;
  if (token.type === 'list') return `list of ${String(token['items'].length)}`;
  if (token.type === 'table') return `table of ${String(token['rows'].length)}`;
  return token.type;
}

const english = shapeOf('README.md');

test('the README offers every language that it was translated into, and there is no translation beside these', () => {
  assert.deepEqual([...english.languages].sort(), LANGUAGES.map(pathOf).sort());
  assert.deepEqual(readdirSync(join(root, FOLDER)).sort(), LANGUAGES.map((tag) => `README.${tag}.md`).sort());
});

for (const language of LANGUAGES) {
  test(`the README in ${language} has all that the English one has, with the same commands, names and links`, () => {
    const { languages, ...shape } = shapeOf(pathOf(language));
    const { languages: _, ...original } = english;
    assert.deepEqual(shape, original);
    assert.deepEqual(languages, new Set([...READMES].filter((path) => path !== pathOf(language))));
  });
}
