import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barrelFaults, lengthFaults, nameFaults } from './file-shape.ts';
import { described, samples } from './samples.ts';

const isBarrel = (text: string): boolean => barrelFaults(samples({ 'src/app/index.ts': text })).length === 1;

test('a file that only passes on what others export is a barrel, however it does so', () => {
  assert.equal(isBarrel("export * from './one.ts';"), true);
  assert.equal(
    isBarrel("// All of it.\nexport { one } from './one.ts';\nexport type { Two } from './two.ts';"),
    true,
  );
  assert.equal(isBarrel("import { one } from './one.ts';\nexport { one };"), true);
});

test('a file that has something of its own is no barrel', () => {
  assert.equal(isBarrel("export * from './one.ts';\nexport const two = 2;"), false);
  assert.equal(isBarrel("import { one } from './one.ts';\none();"), false);
  assert.equal(isBarrel("import './one.ts';"), false);
  assert.equal(isBarrel(''), false);
});

test('a name with a word that names no idea is a fault, in a file or a directory', () => {
  const paths = [
    'src/utils/bytes.ts',
    'src/app/token-helpers.ts',
    'test/common.ts',
    'src/http/string_util.ts',
  ];
  assert.deepEqual(
    nameFaults(paths).map(({ path }) => path),
    paths,
  );
});

test('a name that only contains such letters is fine', () => {
  assert.deepEqual(
    nameFaults(['src/domain/commonness.ts', 'src/app/utilisation.ts', 'src/app/answer.ts']),
    [],
  );
});

const lines = (count: number, line: string): string => `${line}\n`.repeat(count);

test('a file with a function may have 280 lines and no more', () => {
  const logic = 'export const decide = () => 1;\n';
  assert.deepEqual(lengthFaults(samples({ 'src/app/long.ts': logic + lines(279, '// x') })), []);
  assert.deepEqual(described(lengthFaults(samples({ 'src/app/long.ts': logic + lines(280, '// x') }))), [
    'src/app/long.ts:281 has 281 lines, more than 280',
  ]);
  assert.equal(lengthFaults(samples({ 'src/app/long.ts': `class A {}\n${lines(280, '// x')}` })).length, 1);
});

test('a table or a catalogue of texts may be longer', () => {
  assert.deepEqual(
    lengthFaults(samples({ 'src/app/table.ts': `type A = 1;\n${lines(300, 'rows.push;')}` })),
    [],
  );
  const catalogue = `export const plural = () => 1;\n${lines(300, '// x')}`;
  assert.deepEqual(lengthFaults(samples({ 'src/pages/locales/ar.ts': catalogue })), []);
});
