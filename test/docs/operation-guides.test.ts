import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { CATALOGUE } from '../../src/cli/catalogue.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { readSources } from '../../src/config/read-sources.ts';
import { isSettingName } from '../../src/config/setting-names.ts';
import { workingDirectory } from '../cli/command-line.ts';

const ROOT = dirname(dirname(import.meta.dirname));
const GUIDES = ['install', 'docker', 'https', 'backup', 'monitoring', 'upgrade'];

/** The blocks of a guide that are typed or written into a file of settings, with their guide. */
const BLOCKS = GUIDES.flatMap((guide) => {
  const text = readFileSync(join(ROOT, 'docs', 'guides', `${guide}.md`), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => ({ guide, block }));
});

const isSettings = (block: string): boolean => /^(?:[A-Z_]+=.*\n)+$/.test(block);

test('the settings that the guides show are accepted', (context) => {
  const directory = workingDirectory(context);
  const shown = BLOCKS.filter(({ block }) => isSettings(block));
  assert.ok(shown.length >= 5);
  for (const { guide, block } of shown) {
    const pairs = block
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [name = '', ...value] = line.split('=');
        return [name, value.join('=')] as const;
      });
    // Those of OpenTelemetry are read by its libraries.
    const own = pairs.filter(([name]) => !name.startsWith('OTEL_'));
    for (const [name] of own) assert.ok(isSettingName(name), `${guide}: ${name}`);
    const environment = { WHATSAPP_NUMBER: '5215512345678', ...Object.fromEntries(own) };
    const sources = readSources(directory, environment);
    assert.ok(sources.ok);
    const loaded = loadSettings(sources.value, CATALOGUE);
    assert.deepEqual(loaded.ok ? [] : loaded.error, [], guide);
  }
});
