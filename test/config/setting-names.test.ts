import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { meantSetting, SETTING_NAMES } from '../../src/config/setting-names.ts';
import { suspectNames } from '../../src/config/suspect-names.ts';

const textOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the reference describes every setting, and nothing else', () => {
  const [own = ''] = textOf('docs/reference/settings.md').split('## Coming from');
  const names = [...own.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
  assert.deepEqual(names, [...SETTING_NAMES]);
});

test('the example of .env shows every setting, and nothing else', () => {
  const names = [...textOf('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
  assert.deepEqual([...names].sort(), [...SETTING_NAMES].sort());
});

test('a name that is one letter off, in another case, or of the former service is understood', () => {
  const meant = {
    WHATSAPP_NUMER: 'WHATSAPP_NUMBER',
    WHATSAPP_NUMBERS: 'WHATSAPP_NUMBER',
    WHATSAPP_NUBMER: 'WHATSAPP_NUMBER',
    PUBLIC_URI: 'PUBLIC_URL',
    api_port: 'API_PORT',
    APIKEY: 'API_KEY',
    COUNTERSIGN_HOST: 'HOST',
    URL_SUFFIX: 'PUBLIC_URL',
    BOT_ID: 'CHATFUEL_BOT_ID',
    expiration: 'CHALLENGE_TTL_SECONDS',
  };
  for (const [name, setting] of Object.entries(meant)) assert.equal(meantSetting(name), setting, name);
  for (const name of ['PATH', 'HOSTNAME', 'PORT', 'HOME', 'KEY', '', 'PGHOST', 'COUNTERSIGN_COLOUR']) {
    assert.equal(meantSetting(name), null, name);
  }
});

test('names that look mistyped are warned of, in the environment and in .env', () => {
  const environment = { PATH: '/bin', WEB_PORT: '1', LOGLEVEL: 'info', COUNTERSIGN_COLOUR: 'red' };
  const suspects = suspectNames({
    environment,
    envFile: 'TLS_KEYFILE=k\nOTHER=1',
    configFile: null,
    fileText: () => null,
    fileBytes: () => null,
  });
  assert.deepEqual(
    suspects.map(({ setting, source, expected }) => `${setting} ${source} ${expected}`),
    [
      'LOGLEVEL environment is not read; did you mean LOG_LEVEL?',
      'COUNTERSIGN_COLOUR environment is not read; see docs/reference/settings.md for the settings there are',
      'TLS_KEYFILE .env is not read; did you mean TLS_KEY_FILE?',
    ],
  );
});
