import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node, Program } from 'oxc-parser';
import { lineAt, parseTypeScript, placesIn } from './syntax-tree.ts';

/** One module that a file names, in whatever way. */
export type Import = {
  /** As written, or `null` where it is computed and cannot be known. */
  readonly specifier: string | null;
  /** True when nothing of it is loaded: `import type`, `export type … from`, `import('…').T`. */
  readonly typeOnly: boolean;
  readonly line: number;
};

export type SourceFile = {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly imports: readonly Import[];
};

/** A broken rule: where, and what is wrong there. */
export type Fault = { readonly path: string; readonly line: number; readonly message: string };

export const describeFault = ({ path, line, message }: Fault): string => `${path}:${line} ${message}`;

/** @throws SyntaxError when the text is no TypeScript module. */
export function sourceFile(path: string, text: string): SourceFile {
  const program = parseTypeScript(path, text);
  const imports: Import[] = [];
  for (const { node } of placesIn(program)) {
    const found = importAt(node);
    if (found !== null) imports.push({ ...found, line: lineAt(text, node.start) });
  }
  return { path, text, program, imports };
}

/** Every TypeScript file below `directory`, which is given from the repository's root; none if it is absent. */
export function sourceFilesIn(root: string, directory: string): readonly SourceFile[] {
  if (!existsSync(join(root, directory))) return [];
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .map((path) => `${directory}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8')));
}

/** The place of `node` in its file. */
export const faultAt = (file: SourceFile, node: Node, message: string): Fault => ({
  path: file.path,
  line: lineAt(file.text, node.start),
  message,
});

function importAt(node: Node): Omit<Import, 'line'> | null {
  switch (node.type) {
    // `import { type T }` is no type import: the module is loaded all the same.
    case 'ImportDeclaration':
      return { specifier: node.source.value, typeOnly: node.importKind === 'type' };
    case 'ExportNamedDeclaration':
      if (node.source === null) return null;
      return { specifier: node.source.value, typeOnly: node.exportKind === 'type' };
    case 'ExportAllDeclaration':
      return { specifier: node.source.value, typeOnly: node.exportKind === 'type' };
    case 'ImportExpression':
      return { specifier: constantText(node.source), typeOnly: false };
    case 'TSImportType':
      return { specifier: node.source.value, typeOnly: true };
    case 'TSExternalModuleReference':
      return { specifier: node.expression.value, typeOnly: false };
    case 'CallExpression':
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'require') return null;
      return { specifier: constantText(node.arguments[0]), typeOnly: false };
    case 'NewExpression':
      return moduleUrlAt(node);
    default:
      return null;
  }
}

// `new URL('./worker.ts', import.meta.url)` is how a worker names its module.
function moduleUrlAt(node: Node & { type: 'NewExpression' }): Omit<Import, 'line'> | null {
  const [relative, base] = node.arguments;
  if (node.callee.type !== 'Identifier' || node.callee.name !== 'URL') return null;
  if (base?.type !== 'MemberExpression' || base.object.type !== 'MetaProperty') return null;
  const specifier = constantText(relative);
  return specifier?.endsWith('.ts') ? { specifier, typeOnly: false } : null;
}

function constantText(node: Node | undefined): string | null {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) {
    return node.quasis[0]?.value.cooked ?? null;
  }
  return null;
}
