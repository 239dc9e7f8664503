import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importDirectionFaults } from './import-direction.ts';
import { described, samples } from './samples.ts';

const ROOMS = [
  'kernel',
  'domain',
  'app',
  'store',
  'outbound',
  'system',
  'http',
  'pages',
  'config',
  'standins',
  'cli',
];

/** The rooms, apart from its own, that a file in `room` may import from with this kind of import. */
function roomsOpenTo(room: string, keyword: 'import' | 'import type'): readonly string[] {
  return ROOMS.filter((target) => {
    const text = `${keyword} { thing } from '../${target}/thing.ts';`;
    return target !== room && importDirectionFaults(samples({ [`src/${room}/file.ts`]: text })).length === 0;
  });
}

const INNER = ['kernel', 'domain', 'app'];
const OPEN: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  domain: ['kernel'],
  app: ['kernel', 'domain'],
  store: INNER,
  outbound: INNER,
  system: INNER,
  http: [...INNER, 'pages'],
  pages: ['kernel'],
  config: ['kernel'],
  standins: ['kernel'],
  cli: ROOMS.filter((room) => room !== 'cli'),
};

for (const room of ROOMS) {
  test(`${room} may load ${OPEN[room]?.join(', ') || 'no other room'}, and nothing else`, () => {
    assert.deepEqual(roomsOpenTo(room, 'import'), OPEN[room]);
  });
}

test('pages and config may see types of the domain and the app, and no other room gains by type imports', () => {
  for (const room of ROOMS) {
    const seesTypes = room === 'pages' || room === 'config';
    assert.deepEqual(roomsOpenTo(room, 'import type'), seesTypes ? INNER : OPEN[room], room);
  }
});

test('an inline type import loads the module and is refused where only types may be seen', () => {
  const faults = importDirectionFaults(
    samples({ 'src/pages/page.ts': "\nimport { type Policy } from '../domain/policy/policy.ts';" }),
  );
  assert.deepEqual(described(faults), [
    'src/pages/page.ts:2 imports values of domain (../domain/policy/policy.ts): pages may see its types only',
  ]);
});

test('every other way to name a module obeys the same rules', () => {
  const faults = importDirectionFaults(
    samples({
      'src/domain/policy/policy.ts': [
        "export { thing } from '../../store/thing.ts';",
        "export * from '../../store/thing.ts';",
        "type Thing = import('../../store/thing.ts').Thing;",
        "const thing = import('../../store/thing.ts');",
        "const worker = new URL('../../store/thing.ts', import.meta.url);",
        'const other = import(name);',
      ].join('\n'),
    }),
  );
  assert.deepEqual(
    faults.map(({ line }) => line),
    [1, 2, 3, 4, 5, 6],
  );
});

function foreignFaults(room: string, specifier: string): number {
  return importDirectionFaults(samples({ [`src/${room}/file.ts`]: `import '${specifier}';` })).length;
}

test('kernel, domain and app take no package; the others may', () => {
  for (const room of ROOMS) {
    const expected = INNER.includes(room) ? 1 : 0;
    assert.equal(foreignFaults(room, 'fastify'), expected, room);
    assert.equal(foreignFaults(room, '@scope/package/part'), expected, room);
  }
});

test('the domain uses no module of Node, under either name; the kernel may', () => {
  for (const specifier of ['node:crypto', 'crypto', 'node:fs/promises']) {
    assert.equal(foreignFaults('domain', specifier), 1, specifier);
    assert.equal(foreignFaults('kernel', specifier), 0, specifier);
  }
});

test('the domain may not see a type of a Node module or a package either', () => {
  const faults = importDirectionFaults(
    samples({
      'src/domain/facts/fact.ts':
        "import type { Hash } from 'node:crypto';\nimport type { T } from 'typebox';",
    }),
  );
  assert.equal(faults.length, 2);
});

test('the app reaches files, sockets, databases and timers only through its ports', () => {
  for (const specifier of ['node:fs', 'node:fs/promises', 'node:net', 'node:sqlite', 'timers/promises']) {
    assert.equal(foreignFaults('app', specifier), 1, specifier);
  }
  assert.equal(foreignFaults('app', 'node:crypto'), 0);
});

test('the two databases do not know each other, and both know what the store shares', () => {
  const faults = importDirectionFaults(
    samples({
      'src/store/sqlite/challenges.ts':
        "import '../postgres/challenges.ts';\nimport '../migrations/list.ts';",
      'src/store/postgres/challenges.ts': "import '../sqlite/challenges.ts';\nimport './rows.ts';",
    }),
  );
  assert.deepEqual(
    faults.map(({ path, line }) => `${path}:${line}`),
    ['src/store/sqlite/challenges.ts:1', 'src/store/postgres/challenges.ts:1'],
  );
});

test('the entry may load any room, and no room may load the entry', () => {
  assert.deepEqual(
    importDirectionFaults(samples({ 'src/main.ts': "import './cli/serve.ts';\nimport './kernel/ids.ts';" })),
    [],
  );
  for (const room of ROOMS) assert.equal(foreignFaults(room, '../main.ts'), 1, room);
});

test('nothing under src reaches out of it, except to what package.json says', () => {
  assert.equal(foreignFaults('cli', '../../test/fake-clock.ts'), 1);
  assert.equal(foreignFaults('cli', '/etc/thing.js'), 1);
  assert.equal(foreignFaults('cli', 'file:///etc/thing.js'), 1);
  assert.equal(foreignFaults('cli', 'data:text/javascript,0'), 1);
  assert.equal(foreignFaults('cli', '../../package.json'), 0);
});

test('a file in a room that is not on the plan is a fault', () => {
  assert.equal(importDirectionFaults(samples({ 'src/services/thing.ts': '' })).length, 1);
  assert.equal(importDirectionFaults(samples({ 'src/thing.ts': '' })).length, 1);
  assert.equal(importDirectionFaults(samples({ 'src/app/thing.ts': '' })).length, 0);
});
