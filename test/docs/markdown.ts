import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { Lexer, type Token, walkTokens } from 'marked';

/** A Markdown file, read as GitHub shows it. */
export type MarkdownFile = {
  /** From the root of the project, with slashes. */
  readonly path: string;
  /** Where its links, pictures and HTML attributes `href` and `src` lead, as written. */
  readonly links: readonly string[];
  /** What `#…` may follow the file's name: its headings, as GitHub turns them into anchors, and HTML ids. */
  readonly anchors: ReadonlySet<string>;
  /** The contents of its code blocks and code spans. */
  readonly code: readonly string[];
};

export function parseMarkdown(path: string, text: string): MarkdownFile {
  const links: string[] = [];
  const code: string[] = [];
  const anchors = new Set<string>();
  const slugger = new GithubSlugger();
  // What a callback answers is collected; this one answers nothing.
  void walkTokens(new Lexer({ gfm: true }).lex(text), (token) => {
    if (token.type === 'heading') anchors.add(slugger.slug(plainText(token)));
    if (token.type === 'link' || token.type === 'image') links.push(String(token['href']));
    if (token.type === 'code' || token.type === 'codespan') code.push(String(token['text']));
    if (token.type === 'html') {
      for (const [, name, value = ''] of token.raw.matchAll(/\b(href|src|id|name)="([^"]*)"/gu)) {
        if (name === 'href' || name === 'src') links.push(value);
        else anchors.add(value);
      }
    }
  });
  return { path, links, anchors, code };
}

/** The words of a heading without their marks, which is what an anchor is made of. */
function plainText(token: Token): string {
  if ('tokens' in token && token.tokens !== undefined) return token.tokens.map(plainText).join('');
  return 'text' in token ? String(token['text']) : '';
}

/** Every Markdown file that git keeps or would keep. */
export function markdownFiles(root: string): readonly MarkdownFile[] {
  const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'];
  return execFileSync('git', options, { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => parseMarkdown(path, readFileSync(join(root, path), 'utf8')));
}
