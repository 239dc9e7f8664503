import { posix } from 'node:path';
import type { Fault, SourceFile } from './source-file.ts';

/** One fault for each import that closes a cycle; imports of types count, for they tie files together as well. */
export function importCycleFaults(files: readonly SourceFile[]): readonly Fault[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const finished = new Set<string>();
  const faults: Fault[] = [];

  const visit = (file: SourceFile, trail: readonly string[]): void => {
    const here = [...trail, file.path];
    for (const { specifier, line } of file.imports) {
      const target = byPath.get(posix.join(posix.dirname(file.path), specifier ?? ''));
      if (target === undefined || finished.has(target.path)) continue;
      const start = here.indexOf(target.path);
      if (start === -1) visit(target, here);
      else {
        const cycle = [...here.slice(start), target.path].join(' → ');
        faults.push({ path: file.path, line, message: `closes a cycle: ${cycle}` });
      }
    }
    finished.add(file.path);
  };

  for (const file of files) {
    if (!finished.has(file.path)) visit(file, []);
  }
  return faults;
}
