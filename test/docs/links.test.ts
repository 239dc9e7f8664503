import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { brokenLinks, unreachable } from './broken-links.ts';
import { type MarkdownFile, markdownFiles, parseMarkdown } from './markdown.ts';

const root = dirname(dirname(import.meta.dirname));
const files = markdownFiles(root);

/** What tells people what to type. Decisions and the history may name what is no more. */
const instructions = files.filter(({ path }) => path !== 'CHANGELOG.md' && !path.startsWith('docs/adr/'));

/** `file: word` for the first group of `pattern` in the code of each file, unless it is known. */
const unknownWords = (pattern: RegExp, known: ReadonlySet<string>): readonly string[] =>
  instructions.flatMap(({ path, code }) =>
    code
      .flatMap((text) => [...text.matchAll(pattern)].map(([, word = '']) => word))
      .filter((word) => !known.has(word))
      .map((word) => `${path}: ${word}`),
  );

test('there are documents to look at, the README among them', () => {
  assert.ok(files.some(({ path }) => path === 'README.md'));
});

test('every link within the project leads to a file, and to a heading of it where one is named', () => {
  const made = brokenLinks(files, (path) => existsSync(join(root, path)));
  assert.deepEqual(made, []);
});

test('every document can be reached from the README', () => {
  const documents = files.filter(({ path }) => path.startsWith('docs/') || !path.includes('/'));
  assert.deepEqual(unreachable(documents, 'README.md'), []);
});

test('every npm script that the documents name is there', () => {
  // package.json is ours, and its form is npm's.
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const known = new Set(Object.keys(scripts));
  assert.deepEqual(unknownWords(/\bnpm run ([\w:-]+)/gu, known), []);
  assert.deepEqual(unknownWords(/\bnpm (test|start)\b/gu, known), []);
});

test('every command of countersign that the documents name is there', () => {
  const program = [join(root, 'bin', 'countersign.js'), '--help'];
  const help = execFileSync(process.execPath, program, { encoding: 'utf8' });
  const [, commands = ''] = help.split(/^Commands:$/mu);
  const known = new Set([...commands.matchAll(/^ {2}([a-z]+)/gmu)].map(([, name = '']) => name));
  assert.ok(known.has('serve'), help);
  assert.deepEqual(unknownWords(/(?<![\w./-])countersign ([a-z]+)/gu, known), []);
});

test('every setting that the README names is in the table of all settings', () => {
  const names = ({ code }: MarkdownFile): readonly string[] =>
    code.flatMap((text) => [...text.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/gu)].map(([name]) => name));
  const namedBy = (path: string): readonly string[] =>
    files.filter((file) => file.path === path).flatMap(names);
  const known = new Set(namedBy('docs/reference/settings.md'));
  assert.ok(known.has('API_KEY'));
  assert.deepEqual(
    namedBy('README.md').filter((name) => !known.has(name)),
    [],
  );
});

describe('the check itself', () => {
  const sample = (path: string, text: string): MarkdownFile => parseMarkdown(path, text);
  const everything = (): boolean => true;

  test('finds a missing file, a missing heading and a way out of the project', () => {
    const found = brokenLinks(
      [
        sample(
          'docs/a.md',
          '[gone](gone.md) [there](b.md#no-such) [out](../../etc/passwd) [root](/docs/b.md)',
        ),
        sample('docs/b.md', '# Here'),
      ],
      (path) => path !== 'docs/gone.md',
    );
    assert.deepEqual(found, [
      'docs/a.md: gone.md',
      'docs/a.md: b.md#no-such',
      'docs/a.md: ../../etc/passwd',
      'docs/a.md: /docs/b.md',
    ]);
  });

  test('knows headings as GitHub names them, twice the same and with marks in them too', () => {
    const text = '# What it *does*, and `why`\n\n## Same\n\n## Same\n\n<a id="own"></a>\n';
    const file = sample('a.md', text);
    assert.deepEqual([...file.anchors], ['what-it-does-and-why', 'same', 'same-1', 'own']);
    assert.deepEqual(brokenLinks([sample('b.md', '[x](a.md#same-1)'), file], everything), []);
  });

  test('looks at pictures and HTML, and not into code', () => {
    const { links, code } = sample('a.md', '![p](p.png) <img src="q.svg">\n\n```md\n[no](no.md)\n```\n');
    assert.deepEqual(links, ['p.png', 'q.svg']);
    assert.deepEqual(code, ['[no](no.md)']);
  });

  test('finds a document that nothing leads to', () => {
    const documents = [
      sample('README.md', '[map](docs/map.md)'),
      sample('docs/map.md', '[up](../README.md)'),
      sample('docs/lost.md', '[up](../README.md)'),
    ];
    assert.deepEqual(unreachable(documents, 'README.md'), ['docs/lost.md']);
  });
});
