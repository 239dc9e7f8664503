import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { readSaved } from '../../bench/harness/saved.ts';

// Whether the benchmarks themselves work; how fast anything is, is not looked at.

const ROOT = dirname(dirname(import.meta.dirname));
const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-test-'));
after(() => rmSync(folder, { recursive: true }));

type Ended = { readonly status: number; readonly said: string; readonly complained: string };

/** `npm run bench -- …`, with nothing installed for it, as short as it goes. */
function bench(...options: readonly string[]): Promise<Ended> {
  const program = [join(ROOT, 'bench', 'main.ts'), ...options];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, program, (_, said, complained) => {
      resolve({ status: child.exitCode ?? -1, said, complained });
    });
  });
}

const SHORT = ['--quick', '--seconds', '1', '--runs', '1', '--results', folder];
const latest = () => readSaved(join(folder, readdirSync(folder).toSorted().at(-1) ?? ''));

describe('each benchmark runs and saves what it found', () => {
  // The longer ones are for `npm run bench` itself: here they would take most of the time of all tests.
  for (const [name, expected] of [
    ['create', 'create.of_anchor'],
    ['functions', 'functions.sealing_the_details'],
  ] as const) {
    test(name, async () => {
      const { status, said, complained } = await bench(...SHORT, '--only', name);
      assert.equal(status, 0, complained);
      assert.match(said, /^Saved: /mu);
      const { figures } = latest();
      const found = figures.find((figure) => figure.name === expected);
      assert.equal(found?.values.length, 1, JSON.stringify(figures));
      for (const { name: errors, values } of figures.filter((each) => each.name.endsWith('.errors'))) {
        assert.deepEqual(values, [0], errors);
      }
    });
  }
});

test('the table of attacks is printed', async () => {
  const { status, said } = await bench(...SHORT, '--only', 'attacks');
  assert.equal(status, 0);
  assert.match(said, /birth_month_plus_day +1 +the largest +79\.7 %/u);
  for (const kind of [
    'birth_year',
    'national_id: CURP',
    'postal_code: 211 of known popularity',
    'amount: seven bands',
  ]) {
    assert.match(said, new RegExp(`^ +${kind} +2\\d .*± .* %`, 'mu'));
  }
  assert.match(said, /customers +and these are +told rightly/u);
});

test('two saved results are compared without measuring anything', async () => {
  const [one] = readdirSync(folder);
  const path = join(folder, one ?? '');
  const { status, said } = await bench('--compare', path, path);
  assert.equal(status, 0);
  assert.match(said, /not judged/u);
});

test('services of two checkouts are given journeys in turn', async () => {
  const before = join(mkdtempSync(join(tmpdir(), 'countersign-before-')), 'before');
  symlinkSync(ROOT, before);
  after(() => rmSync(dirname(before), { recursive: true }));
  const { status, said, complained } = await bench(...SHORT, '--beside', before, '--services', '2');
  assert.equal(status, 0, complained);
  const journeys = said.match(/µs +[1-9][\d,.]* per second/gu);
  assert.equal(journeys?.length, 4, said);
  assert.match(said, /^× \d\.\d{3} ± \d\.\d{3}$/mu);
});

for (const [options, message] of [
  [['--only', 'nothing'], /It must be one of create, journeys/],
  [['--runs', '0'], /It must be a number above 0/],
  [['--seconds', 'x'], /It must be a number above 0/],
  [['--beside', 'nowhere'], /It must be a folder with another version/],
  [['--services', '1'], /It must be a number from 2 to 9/],
  [['--fast'], /unknown option/],
] as const) {
  test(`${options.join(' ')} is refused with what would be right`, async () => {
    const { status, complained } = await bench(...options);
    assert.equal(status, 1);
    assert.match(complained, message);
  });
}
