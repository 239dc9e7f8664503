import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceFile } from './source-file.ts';

function importsIn(text: string): readonly string[] {
  return sourceFile('src/app/sample.ts', text).imports.map(
    ({ specifier, typeOnly, line }) => `${line} ${specifier} ${typeOnly ? 'type' : 'value'}`,
  );
}

test('every form of a static import is seen, wherever its lines break', () => {
  const text = [
    "import './side-effect.ts';",
    "import whole from 'package';",
    "import * as all from '@scope/package/path';",
    'import {',
    '  one,',
    "  two as second, // from './comment.ts'",
    "} from './broken-lines.ts';",
    "import data from './data.json' with { type: 'json' };",
    'import/**/{three}from"./tight.ts";',
  ].join('\n');
  assert.deepEqual(importsIn(text), [
    '1 ./side-effect.ts value',
    '2 package value',
    '3 @scope/package/path value',
    '4 ./broken-lines.ts value',
    '8 ./data.json value',
    '9 ./tight.ts value',
  ]);
});

test('an import of types alone is told from one that loads the module', () => {
  const text = [
    "import type { One } from './one.ts';",
    "import type Two from './two.ts';",
    "import { type Three } from './three.ts';",
    "export type { Four } from './four.ts';",
    "export type * from './five.ts';",
    "type Six = import('./six.ts').Six;",
    "const seven: typeof import('./seven.ts') = whatever;",
  ].join('\n');
  assert.deepEqual(importsIn(text), [
    '1 ./one.ts type',
    '2 ./two.ts type',
    '3 ./three.ts value',
    '4 ./four.ts type',
    '5 ./five.ts type',
    '6 ./six.ts type',
    '7 ./seven.ts type',
  ]);
});

test('what is exported from elsewhere is an import too', () => {
  const text = [
    "export { one } from './one.ts';",
    "export * from './two.ts';",
    "export * as three from './three.ts';",
    'export const four = 4;',
    'const five = 5;',
    'export { five };',
  ].join('\n');
  assert.deepEqual(importsIn(text), ['1 ./one.ts value', '2 ./two.ts value', '3 ./three.ts value']);
});

test('imports at run time are seen, and one whose name is computed shows as unknown', () => {
  const text = [
    "const one = await import('./one.ts');",
    'const two = await import(`./two.ts`);',
    'const three = await import(`./` + name);',
    "const four = require('./four.ts');",
    "const five = new Worker(new URL('./five.ts', import.meta.url));",
    "const page = new URL('./page.html', import.meta.url);",
    "const site = new URL('./six.ts', 'https://example.test/');",
  ].join('\n');
  assert.deepEqual(importsIn(text), [
    '1 ./one.ts value',
    '2 ./two.ts value',
    '3 null value',
    '4 ./four.ts value',
    '5 ./five.ts value',
  ]);
});

test('what only looks like an import is none', () => {
  const text = [
    "// import one from './one.ts';",
    "/* export * from './two.ts'; */",
    'const three = "import three from \'./three.ts\'";',
    "const four = `import four from './four.ts'`;",
    "const five = /import five from '.\\/five.ts'/u;",
    'const six = { import: 1, from: 2 }.from;',
    "object.require('./seven.ts');",
  ].join('\n');
  assert.deepEqual(importsIn(text), []);
});

test('a file that cannot be parsed is an error and not an empty file', () => {
  assert.throws(() => sourceFile('src/app/broken.ts', 'import { from'), SyntaxError);
});
