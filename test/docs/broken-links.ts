import { dirname, join, normalize } from 'node:path/posix';
import type { MarkdownFile } from './markdown.ts';

/**
 * The links of our documents that lead nowhere, as `file: link`. Links to other hosts are not followed.
 * @param exists whether the project has a file or folder of this path.
 */
export function brokenLinks(
  files: readonly MarkdownFile[],
  exists: (path: string) => boolean,
): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return files.flatMap((file) =>
    file.links
      .filter((link) => !leadsElsewhere(link))
      .filter((link) => {
        // From the root of the project on one site, of the host on another.
        if (link.startsWith('/')) return true;
        const { path, anchor } = targetOf(file.path, link);
        if (path.startsWith('../') || !exists(path)) return true;
        const target = byPath.get(path);
        return anchor !== '' && target !== undefined && !target.anchors.has(anchor);
      })
      .map((link) => `${file.path}: ${link}`),
  );
}

/** The documents that no chain of links from `start` reaches. */
export function unreachable(files: readonly MarkdownFile[], start: string): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set<string>();
  const ahead = [start];
  for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
    const file = byPath.get(path);
    if (file === undefined || reached.has(path)) continue;
    reached.add(path);
    for (const link of file.links) {
      if (!leadsElsewhere(link)) ahead.push(targetOf(file.path, link).path);
    }
  }
  return files.map(({ path }) => path).filter((path) => !reached.has(path));
}

const leadsElsewhere = (link: string): boolean => /^[a-z][a-z0-9+.-]*:/iu.test(link);

function targetOf(from: string, link: string): { readonly path: string; readonly anchor: string } {
  const [name = '', anchor = ''] = link.split('#', 2);
  const path = name === '' ? from : normalize(join(dirname(from), decodeURIComponent(name)));
  return { path: path.replace(/\/$/u, ''), anchor: decodeURIComponent(anchor) };
}
