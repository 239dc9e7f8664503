import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { QUICK } from '../../bench/efforts.ts';
import { compare } from '../../bench/harness/comparison.ts';
import { figure } from '../../bench/harness/figure.ts';
import { readSaved, type Saved, save } from '../../bench/harness/saved.ts';
import { comparisonText } from '../../bench/report/console-text.ts';
import { writeDocument } from '../../bench/report/document.ts';

const FIGURES = [
  figure({
    name: 'rate',
    label: 'a | rate',
    unit: 'per second',
    better: 'higher',
    values: [10, 30, 20],
    goal: 25,
  }),
  figure({ name: 'p99', label: 'p99', unit: 'ms', better: 'lower', values: [4] }),
];

const SAVED: Saved = {
  form: 1,
  at: '2026-11-22T09:30:00.000Z',
  machine: {
    cpu: 'A CPU',
    cores: 2,
    memoryGigabytes: 24,
    system: 'linux 6.1',
    node: '26.10.0',
    sqlite: '3.53.4',
    openssl: '3.5.8',
    commit: 'abc1234',
    loadBefore: 0.1,
  },
  effort: QUICK,
  figures: FIGURES,
};

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'countersign-bench-test-'));
  context.after(() => rmSync(path, { recursive: true }));
  return path;
}

const places = (root: string) => ({
  document: join(root, 'performance.md'),
  pictures: join(root, 'pictures'),
  picturesFromDocument: 'pictures',
  timed: true,
});

const AROUND = (middle: string) =>
  `# Speed\n\nBefore.\n\n<!-- measured: written by npm run bench -->\n${middle}\n<!-- end of what was measured -->\n\nAfter.\n`;

const SECTIONS = [
  {
    title: 'Rates',
    outcome: { figures: FIGURES, pictures: [{ name: 'rates', caption: 'Rates', svg: '<svg/>' }] },
  },
];

test('what was measured stands between the marks, and what people wrote around them stays', (t) => {
  const root = folder(t);
  writeFileSync(places(root).document, AROUND('old figures'));
  writeDocument(SAVED, SECTIONS, places(root));
  const text = readFileSync(places(root).document, 'utf8');
  assert.match(text, /^# Speed\n\nBefore\.\n/);
  assert.match(text, /\nAfter\.\n$/);
  assert.doesNotMatch(text, /old figures/);
  assert.ok(text.includes('Measured on 2026-11-22: A CPU, 2 cores'));
  assert.ok(text.includes('| a \\| rate | 20 per second | 10 – 30 | at least 25 per second | **no** |'));
  assert.ok(text.includes('| p99 | 4 ms | one run |  |  |'));
  assert.ok(text.includes('![Rates](pictures/rates.svg)'));
  assert.equal(readFileSync(join(root, 'pictures', 'rates.svg'), 'utf8'), '<svg/>');
});

test('written twice it is the same', (t) => {
  const root = folder(t);
  writeFileSync(places(root).document, AROUND(''));
  writeDocument(SAVED, SECTIONS, places(root));
  const once = readFileSync(places(root).document, 'utf8');
  writeDocument(SAVED, SECTIONS, places(root));
  assert.equal(readFileSync(places(root).document, 'utf8'), once);
});

test('figures of a busy machine say so', (t) => {
  const root = folder(t);
  writeFileSync(places(root).document, AROUND(''));
  writeDocument({ ...SAVED, machine: { ...SAVED.machine, loadBefore: 3 } }, SECTIONS, places(root));
  assert.match(readFileSync(places(root).document, 'utf8'), /Other programs were at work on the machine/);
});

test('figures that no machine changes do not speak of one', (t) => {
  const root = folder(t);
  writeFileSync(places(root).document, AROUND(''));
  const busy = { ...SAVED, machine: { ...SAVED.machine, loadBefore: 3 } };
  writeDocument(busy, SECTIONS, { ...places(root), timed: false });
  const text = readFileSync(places(root).document, 'utf8');
  assert.match(text, /Measured on 2026-11-22: version abc1234, Node 26\.10\.0\./);
  assert.doesNotMatch(text, /A CPU|Other programs/);
});

test('a document without marks is left alone', (t) => {
  const root = folder(t);
  writeFileSync(places(root).document, '# Speed\n');
  assert.throws(() => writeDocument(SAVED, SECTIONS, places(root)), /has lost its marks/);
  assert.equal(readFileSync(places(root).document, 'utf8'), '# Speed\n');
});

test('a result is read back as it was saved, and nothing else is taken for one', (t) => {
  const root = folder(t);
  const { form: _, ...unsaved } = SAVED;
  const path = save(unsaved, root);
  assert.deepEqual(readSaved(path), SAVED);
  writeFileSync(path, '{"figures":[]}');
  assert.throws(() => readSaved(path), /holds no saved result/);
});

test('a comparison names what got worse first', () => {
  const before = FIGURES.map((each) => ({ ...each, values: [1, 2, 3, 4, 5] }));
  const after = [
    { ...FIGURES[1], values: [2, 3, 3, 4, 5] },
    { ...FIGURES[0], values: [0.1, 0.2, 0.3, 0.4, 0.5] },
  ].map((each) => ({ ...FIGURES[0], ...each }) as (typeof FIGURES)[number]);
  const lines = comparisonText(SAVED, SAVED, compare(before, after)).split('\n').slice(3);
  assert.match(lines[0] ?? '', /^worse +a \| rate +3 → 0\.30 per second +× 0\.10$/);
  assert.match(lines[1] ?? '', /^within the noise/);
});
