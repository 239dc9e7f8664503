import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CATALOGUE } from '../../src/cli/catalogue.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { CONNECTOR_KINDS } from '../../src/outbound/connector-kinds.ts';

const guideOf = (name: string): string =>
  fileURLToPath(new URL(`../../docs/guides/${name}.md`, import.meta.url));

/** What the settings of the guides refer to: anything that has the form they ask for. */
const SECRETS: Readonly<Record<string, string>> = {
  TELEGRAM_TOKEN: '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11',
  WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
};

for (const { name } of CONNECTOR_KINDS) {
  test(`the guide for ${name} is there, and the settings in it are accepted`, () => {
    assert.ok(existsSync(guideOf(name)), `docs/guides/${name}.md is missing`);
    for (const settings of settingsIn(readFileSync(guideOf(name), 'utf8'))) {
      const loaded = loadSettings(
        {
          environment: environmentFor(settings),
          envFile: null,
          configFile: settings,
          fileText: () => 'a-secret-of-enough-characters',
          fileBytes: () => null,
        },
        CATALOGUE,
      );
      assert.deepEqual(loaded.ok ? [] : loaded.error, []);
    }
  });
}

test('the reference names every connector, what it tells, and all that a channel on it can be given', () => {
  const reference = readFileSync(new URL('../../docs/reference/channels.md', import.meta.url), 'utf8');
  for (const { name, events, settings } of CONNECTOR_KINDS) {
    const row = reference.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
    const told = [...(row.split('|')[2] ?? '').matchAll(/`(\w+)`/g)].map(([, event]) => event);
    assert.deepEqual(told.toSorted(), [...events].toSorted(), name);
    for (const member of Object.keys(settings.properties)) {
      assert.ok(reference.includes(`\`${member}\``), `${name} takes ${member}`);
    }
    assert.ok(row.includes(`(../guides/${name}.md)`), name);
  }
});

/** The whole settings files that a guide shows. */
function settingsIn(guide: string): readonly string[] {
  const blocks = [...guide.matchAll(/^( *)```json\n([\s\S]*?)^ *```/gm)];
  return blocks
    .map(([, indent = '', body = '']) => body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''))
    .filter((body) => body.includes('"channels"'));
}

function environmentFor(settings: string): Record<string, string> {
  const names = [...settings.matchAll(/"env": "([A-Z_]+)"/g)].map(([, name = '']) => name);
  return Object.fromEntries(
    names.map((name) => [name, SECRETS[name] ?? `a-secret-for-${name.toLowerCase()}`]),
  );
}
