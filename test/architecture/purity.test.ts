import assert from 'node:assert/strict';
import { test } from 'node:test';
import { purityFaults } from './purity.ts';
import { samples } from './samples.ts';

const isPureIn = (room: string, text: string): boolean =>
  purityFaults(samples({ [`src/${room}/sample.ts`]: text })).length === 0;

const CLOCKS = [
  'const now = Date.now();',
  "const now = Date['now']();",
  'const now = new Date();',
  'const now = new Date;',
  'const text = Date();',
  'const { now } = Date;',
  'const clock = Date;',
  'const now = performance.now();',
  'const now = Temporal.Now.instant();',
];

const CHANCE = [
  'const roll = Math.random();',
  "const roll = Math['random']();",
  'const { random } = Math;',
  'const bytes = crypto.getRandomValues(new Uint8Array(8));',
];

for (const text of [...CLOCKS, ...CHANCE]) {
  test(`neither the domain nor the app may say: ${text}`, () => {
    assert.equal(isPureIn('domain', text), false);
    assert.equal(isPureIn('app', text), false);
    assert.equal(isPureIn('system', text), true);
  });
}

const WAITING_OR_SURROUNDINGS = [
  'async function decide() {}',
  'const decide = async () => 1;',
  'const policy = { async decide() {} };',
  'class Policy { async decide() {} }',
  'async function* decide() {}',
  'await decide;',
  'for await (const fact of facts) decide(fact);',
  'const later = Promise.resolve(1);',
  'type Later = Promise<number>;',
  'const mode = process.env;',
  'const shorthand = { process };',
  'const bytes = Buffer.alloc(1);',
  'const clock = globalThis.Date;',
  'setTimeout(decide, 1);',
  "fetch('https://example.test/');",
  "console.log('decided');",
  'const here = import.meta.dirname;',
];

for (const text of WAITING_OR_SURROUNDINGS) {
  test(`the domain may not say, but the app may: ${text}`, () => {
    assert.equal(isPureIn('domain', text), false);
    assert.equal(isPureIn('app', text), true);
  });
}

const PURE = [
  'const day = new Date(instant);',
  'const day = Date.UTC(2026, 0, 1);',
  'const span = (from: Date, to: Date) => Number(to) - Number(from);',
  'const low = Math.min(1, 2);',
  'const more = 1 + Math.trunc(2.5);',
  'const it = record.process + record.crypto;',
  'type Step = { process: string; fetch(): void };',
  'const step = { process: 1, random: 2 };',
  'class Step { performance = 1; fetch() {} }',
  "import { instant as now } from '../kernel/instant.ts';",
  '// Date.now() and Math.random() are for others',
  "const text = 'Date.now()';",
];

for (const text of PURE) {
  test(`the domain may say: ${text}`, () => {
    assert.equal(isPureIn('domain', text), true);
  });
}

test('a clock on the right of an operator or a default is seen too', () => {
  assert.equal(isPureIn('domain', 'let now; now = performance;'), false);
  assert.equal(isPureIn('domain', 'const later = 1 + performance;'), false);
  assert.equal(isPureIn('domain', 'const wait = (clock = performance) => clock;'), false);
});
