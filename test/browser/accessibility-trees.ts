import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const FILE = new URL('./accessibility-trees.txt', import.meta.url);

/** What a screen reader is given of a page: roles, names, values and states, in order. */
export const treeOf = async (page: Page): Promise<string> =>
  (await page.locator('body').ariaSnapshot())
    // The time that is left goes on, and the addresses are others in each run.
    .replace(/\d:\d\d/g, '0:00')
    .replace(/^(\s*- \/url: ).*$/gm, '$1…');

/** The same without words, which is what all languages have in common. */
export const rolesOf = (tree: string): readonly string[] =>
  tree
    .split('\n')
    .map((line) => /^\s*- '?(\w+)/.exec(line)?.[1] ?? line)
    .filter((role) => role !== '/url');

/**
 * The trees that were read through, by state. Where pages change, they are written anew, and read through again:
 *   WRITE_TREES=1 node --test test/browser/every-state.test.ts && git diff
 * @param found what the pages give now.
 */
export function readTrees(found: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (process.env['WRITE_TREES'] === '1' && found.size > 0) {
    writeFileSync(FILE, [...found].map(([name, tree]) => `# ${name}\n\n${tree}\n`).join('\n'));
  }
  const parts = readFileSync(FILE, 'utf8').split(/^# (.*)\n\n/m);
  return new Map(
    parts.flatMap((part, nth) => (nth % 2 === 1 ? [[part, (parts[nth + 1] ?? '').trimEnd()] as const] : [])),
  );
}
