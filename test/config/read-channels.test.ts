import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CATALOGUE } from '../../src/cli/catalogue.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { describeSettingFault } from '../../src/config/setting-fault.ts';
import { toBase64 } from '../../src/kernel/bytes.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { catalogue } from './catalogue.ts';

const SECRET = `whsec_${toBase64(new Uint8Array(32).fill(1))}`;
const HOOK = {
  connector: 'webhook',
  webhook_url: 'https://bot.example.com/hooks',
  webhook_secrets: [SECRET],
};
const BACK = { whatsapp_number: '+52 1 55 1234 5678' };
const LOGO = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
const FILES: Readonly<Record<string, string>> = {
  '/run/secrets/token': 'from-a-file\n',
  '/run/secrets/empty': '\n',
};

function load(channels: unknown, environment: Record<string, string> = {}, envFile: string | null = null) {
  const configFile = JSON.stringify({ channels });
  const fileText = (path: string) => FILES[path] ?? null;
  const fileBytes = (path: string) => (path === './logo.svg' ? LOGO : null);
  return loadSettings({ environment, envFile, configFile, fileText, fileBytes }, catalogue);
}

function channels(given: unknown, environment?: Record<string, string>, envFile?: string) {
  const loaded = load(given, environment, envFile);
  if (!loaded.ok) assert.fail(loaded.error.map(describeSettingFault).join('\n'));
  return loaded.value.channels;
}

const only = (channel: object, environment?: Record<string, string>, envFile?: string) =>
  channels({ vault: { ...BACK, ...channel } }, environment, envFile)[0];

function faults(given: unknown, environment?: Record<string, string>): readonly string[] {
  const loaded = load(given, environment);
  return loaded.ok ? [] : loaded.error.map(describeSettingFault);
}

/** The one fault of a channel `vault`. */
function fault(channel: object): string {
  const lines = faults({ vault: { connector: 'none', ...BACK, ...channel } });
  assert.equal(lines.length, 1, lines.join('\n'));
  return lines[0] ?? '';
}

test('a channel has what it says, and everything else as if it were alone', () => {
  assert.deepEqual(channels({ vault: { ...HOOK, ...BACK } }), [
    {
      name: 'vault',
      connector: { kind: 'webhook', settings: { webhook_url: HOOK.webhook_url, webhook_secrets: [SECRET] } },
      events: null,
      privateHosts: [],
      displayName: null,
      returnUrl: 'https://wa.me/5215512345678',
      returnMode: 'auto',
      policy: null,
      oneLiveLink: true,
      keyHashes: [],
      look: { accent: null, logo: null, words: new Map() },
    },
  ]);
});

test('every member is read', () => {
  const key = 'k'.repeat(32);
  const channel = only({
    ...HOOK,
    events: ['passed', 'failed'],
    allow_private_hosts: ['N8N.internal', '10.0.0.7', '[fd00::7]'],
    display_name: 'Bóveda Azul',
    return_url: 'https://wa.me/15550100',
    return_keyword: 'Listo',
    return_mode: 'page',
    policy: 'strict',
    one_live_link: false,
    api_keys: [key, { sha256: sha256(key).toHex() }],
    look: { accent: '#1A2B3C', logo_file: './logo.svg', words: { es: { help: 'Ayuda' } } },
  });
  assert.partialDeepStrictEqual(channel, {
    events: ['passed', 'failed'],
    privateHosts: ['n8n.internal', '10.0.0.7', '[fd00::7]'],
    displayName: 'Bóveda Azul',
    returnUrl: 'https://wa.me/15550100?text=Listo',
    returnMode: 'page',
    policy: 'strict',
    oneLiveLink: false,
    look: {
      accent: '#1a2b3c',
      logo: { mediaType: 'image/svg+xml', base64: toBase64(LOGO) },
      words: new Map([['es', { title: null, help: 'Ayuda' }]]),
    },
  });
  assert.deepEqual(
    channel?.keyHashes.map((hash) => hash.toHex()),
    Array(2).fill(sha256(key).toHex()),
  );
});

test('a channel whose verdicts are only asked for has the connector none', () => {
  assert.equal(only({ connector: 'none' })?.connector, null);
});

test('any text may stand in the environment, in .env or in a file instead', () => {
  const channel = only(
    {
      connector: 'chatfuel',
      chatfuel_token: { env: 'VAULT_TOKEN' },
      chatfuel_bot_id: { file: '/run/secrets/token' },
      api_keys: [{ env: 'VAULT_KEY' }],
      display_name: { env: 'NAME' },
    },
    { VAULT_TOKEN: 'from-the-environment', VAULT_KEY: 'k'.repeat(32) },
    'NAME=Vault',
  );
  assert.deepEqual(channel?.connector?.settings, {
    chatfuel_token: 'from-the-environment',
    chatfuel_bot_id: 'from-a-file',
  });
  assert.equal(channel?.displayName, 'Vault');
  assert.equal(channel?.keyHashes.length, 1);
});

test('several channels stand beside each other, the one of the settings at the top first', () => {
  const named = { b: { connector: 'none', ...BACK }, a: { ...HOOK, ...BACK } };
  assert.deepEqual(
    channels(named).map(({ name }) => name),
    ['b', 'a'],
  );
  assert.deepEqual(
    channels(named, { RETURN_URL: 'https://t.me/bot' }).map(({ name }) => name),
    ['default', 'b', 'a'],
  );
});

test('a channel may be named default where the settings at the top make none', () => {
  const named = { default: { connector: 'none', ...BACK } };
  assert.equal(channels(named)[0]?.name, 'default');
  const lines = faults(named, { WHATSAPP_NUMBER: '15550100' });
  assert.match(lines.join('\n'), /^channels\.default \(.*\): is made by the settings at the top already/);
});

test('settings of a default channel that is not there are refused rather than left aside', () => {
  const named = { a: { connector: 'none', ...BACK } };
  const lines = faults(named, { API_KEY: 'k'.repeat(32), RETURN_MODE: 'page' });
  assert.equal(lines.length, 2);
  assert.match(
    lines[0] ?? '',
    /^API_KEY \(environment\): found a secret of 32 characters, belongs to the channel "default"/,
  );
  assert.match(lines[1] ?? '', /^RETURN_MODE/);
});

test('a bot on Chatfuel alone still needs its way back', () => {
  const named = { a: { connector: 'none', ...BACK } };
  const lines = faults(named, { CHATFUEL_TOKEN: 't', CHATFUEL_BOT_ID: 'b' });
  assert.match(lines.join('\n'), /^WHATSAPP_NUMBER: must be set/);
});

test('every fault is told at once, by the path of what is wrong', () => {
  const lines = faults({
    vault: {
      connector: 'webhook',
      webhook_url: 'ftp://bot.example.com',
      webhook_secrets: [SECRET, 'whsec_short'],
      events: ['passed', 'won'],
      return_mode: 'jump',
      policy: 'lax',
      one_live_link: 'yes',
      colour: 'red',
      look: { accent: 'red', font: 'x' },
    },
    Vault: { connector: 'none', ...BACK },
    other: 'webhook',
  });
  assert.deepEqual(
    lines.map((line) =>
      line.replace(' (countersign.config.json)', '').replace(/[;,] (?:such|which|or whsk|the|those).*/, ''),
    ),
    [
      'channels.vault.colour: is no member of a channel',
      'channels.vault.webhook_url: found "ftp://bot.example.com", must be an https:// URL without a password and without a #.',
      'channels.vault.webhook_secrets[1]: found a secret of 11 characters, must be whsec_ and 24 to 64 bytes as base64',
      'channels.vault.events[1]: found "won", must be one of created, viewed, passed, failed, expired, canceled.',
      'channels.vault.return_url: must be set, or whatsapp_number, so that people find back to the chat.',
      'channels.vault.return_mode: found "jump", must be one of auto, redirect, page.',
      'channels.vault.policy: found "lax", must be one of default, strict, quick.',
      'channels.vault.one_live_link: found "yes", must be true or false.',
      'channels.vault.look.font: is no member of look',
      'channels.vault.look.accent: found "red", must be a colour as # and six hexadecimal digits.',
      'channels.Vault: must have a name of 1 to 32 lower-case letters, digits, - and _',
      'channels.other: must be an object: one channel.',
    ],
  );
});

test('what is missing is named, and so is a connector that is not there', () => {
  assert.match(
    fault({ connector: undefined }),
    /^channels\.vault\.connector .*must be set, to one of .*webhook, none/,
  );
  assert.match(fault({ connector: 'smoke' }), /found "smoke", must be one of callback, chatfuel, /);
  assert.match(
    fault({ connector: 'webhook', webhook_secrets: [SECRET] }),
    /^channels\.vault\.webhook_url .*must be set, to an https/,
  );
  assert.match(
    fault({ connector: 'webhook', webhook_url: HOOK.webhook_url, webhook_secrets: [] }),
    /found a list, must be a list of secrets/,
  );
  assert.match(
    fault({ connector: 'webhook', webhook_url: 7, webhook_secrets: [SECRET] }),
    /found the number 7, must be an https/,
  );
});

test('no line of a fault shows a secret, wherever it came from', () => {
  const lines = faults(
    {
      a: { ...HOOK, ...BACK, webhook_secrets: ['CANARY'], api_keys: ['CANARY', { sha256: 'CANARY' }] },
      b: {
        connector: 'chatfuel',
        chatfuel_token: 'CANARY \n',
        chatfuel_bot_id: { env: 'ID' },
        ...BACK,
        display_name: { env: 'LONG' },
      },
    },
    { ID: 'CANARY CANARY', LONG: 'CANARY'.repeat(20) },
  );
  assert.equal(lines.length, 6, lines.join('\n'));
  for (const line of lines) assert.doesNotMatch(line, /CANARY|\n/);
});

test('a text that is not where it is said to be is told as that, once', () => {
  assert.match(
    fault({ display_name: { env: 'NONE' } }),
    /display_name .*names the variable "NONE", which is not set/,
  );
  assert.match(
    fault({ connector: 'chatfuel', chatfuel_bot_id: 'b', chatfuel_token: { file: '/run/secrets/none' } }),
    /chatfuel_token .*names the file "\/run\/secrets\/none", which cannot be read/,
  );
  assert.match(fault({ api_keys: [{ file: '/run/secrets/empty' }] }), /api_keys\[0\] .*which is empty/);
});

test('an address must be https, but on this machine and on hosts that the channel allows', () => {
  const hook = (url: string, hosts: readonly string[] = []) => ({
    ...HOOK,
    webhook_url: url,
    allow_private_hosts: hosts,
  });
  assert.match(
    fault(hook('http://bot.example.com/x')),
    /webhook_url .*must begin with https:\/\/, unless allow_private_hosts/,
  );
  assert.deepEqual(only(hook('http://bot.internal/x', ['bot.internal']))?.privateHosts, ['bot.internal']);
  assert.deepEqual(only(hook('http://127.0.0.1:9000/x'))?.privateHosts, ['127.0.0.1']);
  assert.deepEqual(only(hook('https://localhost/x'))?.privateHosts, ['localhost']);
  assert.deepEqual(
    only(hook('https://10.0.0.7/x'))?.privateHosts,
    [],
    'a private address is not allowed by naming it',
  );
  assert.match(
    fault(hook('https://a.test', ['a.test:80'])),
    /allow_private_hosts\[0\] .*must be a host without a port/,
  );
});

test('callbacks have their hosts listed', () => {
  const callback = { connector: 'callback', callback_hosts: ['n8n.example.com', 'http://localhost:5678'] };
  assert.deepEqual(only(callback)?.privateHosts, ['localhost']);
  assert.match(fault({ connector: 'callback' }), /callback_hosts .*must be set, to a list/);
  assert.match(
    fault({ ...callback, callback_hosts: ['n8n.example.com/x'] }),
    /callback_hosts\[0\] .*must be a host/,
  );
  assert.match(fault({ ...callback, callback_hosts: ['http://n8n.example.com'] }), /must begin with https/);
});

test('channels that are no object, and none at all, are told or taken as such', () => {
  assert.match(faults([]).join('\n'), /^channels \(.*\): must be an object/m);
  assert.equal(channels({}, { WHATSAPP_NUMBER: '15550100' }).length, 1);
  assert.equal(channels(null, { WHATSAPP_NUMBER: '15550100' }).length, 1);
});

test('the members of a connector have other names than those of any channel, and all say what is right', () => {
  const common = Object.keys({
    ...BACK,
    connector: 0,
    events: 0,
    allow_private_hosts: 0,
    display_name: 0,
    return_url: 0,
    return_keyword: 0,
    return_mode: 0,
    policy: 0,
    one_live_link: 0,
    api_keys: 0,
    look: 0,
  });
  for (const [kind, { settings }] of CATALOGUE.connectors) {
    for (const [name, schema] of Object.entries(settings.properties)) {
      assert.ok(!common.includes(name), `${kind}.${name}`);
      assert.ok('expected' in schema || 'properties' in schema, `${kind}.${name} says what would be right`);
      // So that none can be taken for another's, nor for a setting at the top.
      const prefix = kind.split('-', 1)[0];
      assert.ok(name.startsWith(`${prefix}_`) || /^text_(?:link|passed|failed|expired)$/.test(name), name);
    }
  }
});

test('the secrets of every connector may stand in the environment or in a file', () => {
  for (const [connector, { settings }] of CATALOGUE.connectors) {
    const own = Object.entries(settings.properties);
    const secret = own.filter(([, schema]) => JSON.stringify(schema).includes('"secret":true'));
    assert.ok(secret.length > 0 || connector === 'callback', `${connector} has a secret`);
    for (const [name, schema] of secret) {
      for (const [place, words] of [
        [{ env: 'NOT_THERE' }, /names the variable "NOT_THERE", which is not set/],
        [{ file: '/run/secrets/empty' }, /names the file "\/run\/secrets\/empty", which is empty/],
      ] as const) {
        const given = 'items' in schema ? [place] : place;
        const lines = faults({ vault: { connector, ...BACK, [name]: given } });
        assert.ok(
          lines.some((line) => line.startsWith(`channels.vault.${name}`) && words.test(line)),
          `${name}: ${lines.join('\n')}`,
        );
      }
    }
  }
});
