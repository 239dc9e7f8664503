import type { Fault, SourceFile } from './source-file.ts';
import { placesIn } from './syntax-tree.ts';

/** The length of a file that holds logic; what is only data may be as long as it must. */
const LONGEST_LOGIC_FILE = 280;

const SAYS_NOTHING = new Set(['common', 'helper', 'helpers', 'misc', 'util', 'utils']);

/** Files that only pass on what others export. */
export function barrelFaults(files: readonly SourceFile[]): readonly Fault[] {
  return files
    .filter(({ program }) => {
      const passesOn = program.body.some((statement) => statement.type.startsWith('Export'));
      return passesOn && program.body.every(declaresNothing);
    })
    .map(({ path }) => ({ path, line: 1, message: 'only passes on what others export' }));
}

function declaresNothing(statement: SourceFile['program']['body'][number]): boolean {
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration === null;
  return statement.type === 'ImportDeclaration' || statement.type === 'ExportAllDeclaration';
}

/** Paths with a word that names no idea, such as `utils`. */
export function nameFaults(paths: readonly string[]): readonly Fault[] {
  return paths.flatMap((path) => {
    const word = path.split(/[/._-]/u).find((part) => SAYS_NOTHING.has(part.toLowerCase()));
    return word === undefined ? [] : [{ path, line: 1, message: `"${word}" names no idea` }];
  });
}

/** Files with functions that are too long to be one idea. */
export function lengthFaults(files: readonly SourceFile[]): readonly Fault[] {
  return files.flatMap(({ path, text, program }) => {
    const lines = text.trimEnd().split('\n').length;
    if (lines <= LONGEST_LOGIC_FILE || path.includes('/locales/') || !holdsLogic(program)) return [];
    return [
      { path, line: LONGEST_LOGIC_FILE + 1, message: `has ${lines} lines, more than ${LONGEST_LOGIC_FILE}` },
    ];
  });
}

function holdsLogic(program: SourceFile['program']): boolean {
  for (const { node } of placesIn(program)) {
    if ('body' in node && node !== program && node.body !== null && !node.type.startsWith('TS')) return true;
  }
  return false;
}
