import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lexer, type Token, walkTokens } from 'marked';

/** What a guide has its reader type, block by block. */
export type GuideScript = { readonly guide: string; readonly script: string };

/** Blocks of these are typed into files, or only read. */
const NOT_TYPED = new Set(['json', 'yaml', 'ini', 'http', 'js', 'ts']);

const COMMAND =
  /^(?:countersign|npx|npm|node|openssl|curl|echo|sh|cp|cd|chmod|docker|git|systemctl|journalctl) /m;

/** Every block of every guide that has a command in it, as a script of the shell, in the order in which they are read. */
export function guideScripts(folder: string): readonly GuideScript[] {
  const guides = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return guides.flatMap((name) =>
    codeBlocks(readFileSync(join(folder, name), 'utf8')).flatMap(({ language, text }) => {
      if (NOT_TYPED.has(language)) return [];
      const script = scriptOf(language, text);
      return COMMAND.test(script) ? [{ guide: name.slice(0, -'.md'.length), script }] : [];
    }),
  );
}

function scriptOf(language: string, text: string): string {
  if (language === 'console') return typedLines(text).join('\n');
  // A line for cron: five fields, and then what is run.
  return text.replaceAll(/^(?:[\d*,/-]+ +){5}/gm, '');
}

/** Of a session those lines that were typed: each after a `$`, and those indented below it. */
function typedLines(text: string): readonly string[] {
  const typed: string[] = [];
  let isTyped = false;
  for (const line of text.split('\n')) {
    isTyped = line.startsWith('$ ') || (isTyped && line.startsWith('  '));
    if (isTyped) typed.push(line.replace(/^\$ /, ''));
  }
  return typed;
}

type CodeBlock = { readonly language: string; readonly text: string };

function codeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  // What a callback answers is collected; this one answers nothing.
  void walkTokens(new Lexer({ gfm: true }).lex(markdown), (token: Token) => {
    if (token.type === 'code')
      blocks.push({ language: String(token['lang'] ?? ''), text: String(token['text']) });
  });
  return blocks;
}
