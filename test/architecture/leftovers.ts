import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from './source-file.ts';

export type TextFile = { readonly path: string; readonly text: string };

// Each `{1}` keeps the word itself out of this file, which is looked at as well.
const LEFTOVERS: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\b(?:TO{1}DO|FIX{1}ME|X{3})\b/u, what: 'a note of something left to do' },
  { pattern: /(?<![\w.-])\/(?:wo{1}rk|ro{1}ot)\//u, what: 'a path of one machine' },
  { pattern: /(?<![\w.-])\/(?:home|Users)\/[a-z]/u, what: "a path of one person's machine" },
  { pattern: /^(?:<{7} |>{7} |={7}$)/u, what: 'the mark of an unfinished merge' },
];

/** Lines that were meant for the author's eyes only. */
export function leftoverFaults(files: readonly TextFile[]): readonly Fault[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const found = LEFTOVERS.find(({ pattern }) => pattern.test(line));
      return found === undefined ? [] : [{ path, line: index + 1, message: `holds ${found.what}` }];
    }),
  );
}

/**
 * Every text file that git keeps, as it is on the disk now.
 *
 * @throws when `root` is no git work tree
 */
export function trackedFiles(root: string): readonly TextFile[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '')
    .flatMap((path) => {
      const text = textOf(join(root, path));
      return text === null ? [] : [{ path, text }];
    });
}

/** `null` for what is no text, or is deleted and not yet committed so. */
function textOf(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8');
    return text.includes('\0') ? null : text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
