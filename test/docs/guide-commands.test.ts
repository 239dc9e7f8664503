import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { startChatfuelStandIn } from '../../src/standins/chatfuel.ts';
import { LEAST_SETTINGS } from '../cli/command-line.ts';
import { guideScripts } from './guide-scripts.ts';
import { readersMachines } from './readers-machine.ts';

const FOLDER = join(dirname(dirname(import.meta.dirname)), 'docs', 'guides');

/** Lines that begin with these are left out, since they cannot run here. */
const NOT_RUN: ReadonlyMap<string, string> = new Map([
  ['docker', 'needs an engine; test/deploy runs what the image and compose.yaml run'],
  ['git', 'fetches the project from elsewhere'],
  ['npm', 'installs from elsewhere, which whoever runs the tests has done; the demo has tests of its own'],
  ['systemctl', 'needs systemd as the first process; test/deploy has the unit read by systemd-analyze'],
  ['journalctl', 'reads what systemd keeps'],
]);

/** Guides whose commands another test runs, under what they ask for. */
const RUN_ELSEWHERE: ReadonlyMap<string, string> = new Map([['dispute', 'dispute-guide.test.ts']]);

const SCRIPTS = guideScripts(FOLDER);
const GUIDES = [...new Set(SCRIPTS.map(({ guide }) => guide))];

const firstWord = (line: string): string => line.trim().split(' ')[0] ?? '';

/** What can run here of a script. */
const runnable = (script: string): string =>
  script
    .split('\n')
    .map((line) => (NOT_RUN.has(firstWord(line)) ? ':' : line))
    .join('\n');

test('the guides that are there to be followed have commands, and what is left out of them is named', () => {
  for (const guide of [
    'install',
    'https',
    'docker',
    'backup',
    'upgrade',
    'first-minute',
    'limits',
    'witness',
  ]) {
    assert.ok(GUIDES.includes(guide), guide);
  }
  const words = new Set(SCRIPTS.flatMap(({ script }) => script.split('\n').map(firstWord)));
  assert.deepEqual(
    [...NOT_RUN.keys()].filter((name) => !words.has(name)),
    [],
    'is in no guide any more',
  );
  for (const file of RUN_ELSEWHERE.values()) assert.ok(existsSync(join(import.meta.dirname, file)), file);
});

test('every command of a guide goes through, in its order', { concurrency: 2 }, async (context) => {
  const chatfuel = await startChatfuelStandIn({ botId: 'bot-1', token: 'token-1' });
  context.after(() => chatfuel.close());
  const machine = await readersMachines(context, {
    ...LEAST_SETTINGS,
    CHATFUEL_API_URL: chatfuel.url,
    CHATFUEL_BOT_ID: 'bot-1',
    CHATFUEL_TOKEN: 'token-1',
    BLOCK_DAYS: '30',
  });
  const guides = GUIDES.filter((guide) => !RUN_ELSEWHERE.has(guide));
  await Promise.all(
    guides.map((guide) =>
      context.test(guide, async () => {
        const own = machine();
        for (const { script } of SCRIPTS.filter((each) => each.guide === guide))
          await own.run(runnable(script));
      }),
    ),
  );
});
