import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadSettings } from '../../src/config/load-settings.ts';
import { describeSettingFault } from '../../src/config/setting-fault.ts';
import type { SettingSources } from '../../src/config/setting-reader.ts';
import { publicUrlOf, type Settings } from '../../src/config/settings.ts';
import { catalogue } from './catalogue.ts';

const NUMBER = { WHATSAPP_NUMBER: '+52 1 55 1234-5678' };

const LOGO = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');

type Given = {
  readonly environment?: Record<string, string>;
  readonly envFile?: string;
  readonly configFile?: unknown;
};

function sources({ environment = {}, envFile, configFile }: Given): SettingSources {
  const text = typeof configFile === 'string' ? configFile : JSON.stringify(configFile);
  return {
    environment,
    envFile: envFile ?? null,
    configFile: configFile === undefined ? null : text,
    fileText: () => null,
    fileBytes: (path) => (path === './logo.svg' ? LOGO : null),
  };
}

function settings(environment: Record<string, string>, more: Omit<Given, 'environment'> = {}): Settings {
  const loaded = loadSettings(sources({ environment: { ...NUMBER, ...environment }, ...more }), catalogue);
  if (!loaded.ok) assert.fail(loaded.error.map(describeSettingFault).join('\n'));
  return loaded.value;
}

function faults(
  environment: Record<string, string>,
  more: Omit<Given, 'environment'> = {},
): readonly string[] {
  const loaded = loadSettings(sources({ environment: { ...NUMBER, ...environment }, ...more }), catalogue);
  return loaded.ok ? [] : loaded.error.map(describeSettingFault);
}

test('a number alone is enough; everything else has the defaults of the contract', () => {
  assert.deepEqual(settings({}), {
    host: '127.0.0.1',
    apiPort: 8000,
    webPort: 8080,
    workers: 1,
    drainSeconds: 0,
    publicUrl: null,
    policies: catalogue.shippedPolicies,
    lists: new Map(),
    challengeTtlSeconds: null,
    database: { type: 'sqlite', file: './data/countersign.db' },
    tls: null,
    acme: null,
    trustedProxies: [],
    secretKey: null,
    secretKeyPrevious: null,
    audit: { checkpointFile: null, evidenceLanguage: 'en', evidenceTimeZone: 'UTC' },
    vouchers: { witnesses: [], quorum: 0, witnessSeconds: 1, authority: null, allowPrivate: false },
    retention: { views: 90, challenges: 730, evidence: 730, blocked: 0 },
    logLevel: 'info',
    geoipFile: null,
    securityContact: null,
    channels: [
      {
        name: 'default',
        connector: null,
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
    ],
    factSource: null,
    limits: { perKey: null, perAddress: null, dryRun: false },
  });
});

test('the settings are frozen, and what is in them', () => {
  const loaded = settings({ CHATFUEL_TOKEN: 't', CHATFUEL_BOT_ID: 'b', TRUSTED_PROXIES: '10.0.0.1' });
  assert.ok(
    [loaded, loaded.channels, ...loaded.channels, loaded.database, loaded.trustedProxies].every(
      Object.isFrozen,
    ),
  );
});

test('the environment wins over .env, and .env over the file', () => {
  const envFile = 'API_PORT=2\nWEB_PORT=2\n';
  const configFile = { api_port: 3, web_port: 3, host: '::1' };
  const loaded = settings({ API_PORT: '1' }, { envFile, configFile });
  assert.deepEqual([loaded.apiPort, loaded.webPort, loaded.host], [1, 2, '::1']);
});

test('a setting set to nothing counts as not set, so that a weaker source can set it', () => {
  const loaded = settings({ HOST: '', API_PORT: '  ' }, { configFile: { api_port: 1, host: null } });
  assert.deepEqual([loaded.apiPort, loaded.host], [1, '127.0.0.1']);
});

test('the file may hold numbers and lists', () => {
  const configFile = { challenge_ttl_seconds: 90, trusted_proxies: ['10.0.0.0/8', '::1'] };
  const loaded = settings({}, { configFile });
  assert.deepEqual([loaded.challengeTtlSeconds, loaded.trustedProxies], [90, ['10.0.0.0/8', '::1']]);
});

test('every fault is told at once, each in a line with its setting, its source, what was found and what is right', () => {
  const lines = faults(
    { API_PORT: 'abc', CHALLENGE_TTL_SECONDS: '5' },
    { envFile: 'RETURN_MODE=jump', configFile: { log_level: 'loud', expiration: 60, colour: 'red' } },
  );
  assert.deepEqual(lines, [
    'expiration (countersign.config.json): is no setting; did you mean challenge_ttl_seconds?',
    'colour (countersign.config.json): is no setting; see docs/reference/settings.md for those there are.',
    'API_PORT (environment): found "abc", must be a whole number from 0 to 65535.',
    'CHALLENGE_TTL_SECONDS (environment): found "5", must be a whole number from 10 to 600.',
    'RETURN_MODE (.env): found "jump", must be one of auto, redirect, page.',
    'log_level (countersign.config.json): found "loud", must be one of fatal, error, warn, info, debug, silent.',
  ]);
});

test('no line of a fault holds a secret, a password or a line break', () => {
  const canary = 'CANARY';
  const lines = faults({
    CHATFUEL_TOKEN: `${canary} \n`,
    API_KEY: canary,
    SECRET_KEY: canary,
    DATABASE_URL: `postgres://me:${canary}@db/`,
    PUBLIC_URL: `https://me:${canary}@host`,
    LOG_LEVEL: 'a\nb',
  });
  assert.equal(lines.length, 6);
  assert.ok(
    lines.every((line) => !line.includes(canary) && !line.includes('\n')),
    lines.join('\n'),
  );
  assert.match(lines.find((line) => line.startsWith('API_KEY')) ?? '', /found a secret of 6 characters/);
});

test('a file that is no JSON object is one fault, which does not quote it', () => {
  for (const configFile of ['{"api_key": "CANARY", }', '[]', '"x"', 'null', '']) {
    const lines = faults({}, { configFile });
    assert.equal(lines.length, 1, configFile);
    assert.match(lines[0] ?? '', /^countersign\.config\.json: must hold one JSON object/);
    assert.ok(!lines[0]?.includes('CANARY'));
  }
});

test('a name in upper case, and a value that is no text, are faults of the file', () => {
  const lines = faults({}, { configFile: { API_PORT: 1, host: { a: 1 }, web_port: true } });
  assert.deepEqual(lines, [
    'API_PORT (countersign.config.json): is no setting; did you mean api_port?',
    'host (countersign.config.json): must be a text, a number, or a list of texts.',
    'web_port (countersign.config.json): must be a text, a number, or a list of texts.',
  ]);
});

test('without a number and a return link nobody would find back', () => {
  const loaded = loadSettings(sources({}), catalogue);
  assert.ok(!loaded.ok);
  assert.match(
    loaded.error.map(describeSettingFault).join(),
    /^WHATSAPP_NUMBER: must be set .* or RETURN_URL/,
  );
  assert.equal(
    settings({ WHATSAPP_NUMBER: '', RETURN_URL: 'https://t.me/bot' }).channels[0]?.returnUrl,
    'https://t.me/bot',
  );
});

test('a return link of its own goes before that of the number', () => {
  assert.equal(
    settings({ RETURN_URL: 'https://wa.me/1?text=hi' }).channels[0]?.returnUrl,
    'https://wa.me/1?text=hi',
  );
});

test('a wrong number is one fault and not two', () => {
  assert.equal(faults({ WHATSAPP_NUMBER: '0155' }).length, 1);
});

test('of token and bot id, of certificate and key, one alone is a fault of the other', () => {
  assert.match(faults({ CHATFUEL_TOKEN: 't' }).join(), /^CHATFUEL_BOT_ID: must be set too/);
  assert.match(faults({ CHATFUEL_BOT_ID: 'b' }).join(), /^CHATFUEL_TOKEN: must be set too/);
  assert.match(faults({ TLS_CERT_FILE: 'c' }).join(), /^TLS_KEY_FILE: must be set too/);
  assert.match(faults({ TLS_KEY_FILE: 'k' }).join(), /^TLS_CERT_FILE: must be set too/);
  const both = { CHATFUEL_TOKEN: 't', CHATFUEL_BOT_ID: 'b' };
  assert.deepEqual(settings(both).channels[0]?.connector, {
    kind: 'chatfuel',
    settings: {
      chatfuel_token: 't',
      chatfuel_bot_id: 'b',
      chatfuel_api_url: 'https://api.chatfuel.com',
    },
  });
});

const TLS = { TLS_CERT_FILE: './certificate.crt', TLS_KEY_FILE: './private.key' };

test('with TLS of our own the port and the default link are those of TLS', () => {
  const loaded = settings(TLS);
  assert.deepEqual(loaded.tls, { certFile: './certificate.crt', keyFile: './private.key' });
  assert.equal(loaded.webPort, 8443);
  assert.equal(publicUrlOf(loaded, 8443), 'https://localhost:8443');
  assert.equal(publicUrlOf(settings({}), 40_123), 'http://localhost:40123');
  assert.equal(publicUrlOf(settings({ PUBLIC_URL: 'https://a.test', ...TLS }), 1), 'https://a.test');
});

test('a public URL must be https, but for a loopback host', () => {
  for (const url of [
    'http://localhost:8080',
    'http://127.0.0.1',
    'http://127.9.9.9:1',
    'http://[::1]:3',
    'http://a.localhost/',
  ]) {
    assert.equal(settings({ PUBLIC_URL: url }).publicUrl, new URL(url).origin);
  }
  for (const url of [
    'http://verify.example.com',
    'http://10.0.0.1',
    'http://localhost.example.com',
    'ftp://localhost',
    'verify.example.com',
  ]) {
    assert.match(faults({ PUBLIC_URL: url }).join(), /must be an https:\/\/ URL/, url);
  }
});

test('an https URL needs TLS of our own, or a proxy that is trusted', () => {
  const https = { PUBLIC_URL: 'https://verify.example.com/' };
  assert.match(faults(https).join(), /^PUBLIC_URL .*needs somebody to speak TLS/);
  assert.equal(settings({ ...https, ...TLS }).publicUrl, 'https://verify.example.com');
  assert.equal(settings({ ...https, TRUSTED_PROXIES: '10.0.0.0/8' }).publicUrl, 'https://verify.example.com');
});

test('an http URL does not go with TLS of our own', () => {
  assert.match(faults({ PUBLIC_URL: 'http://localhost:8443', ...TLS }).join(), /must begin with https:\/\//);
});

test('a public URL is an origin: no path, no query, no password', () => {
  for (const url of [
    'https://a.test/verify',
    'https://a.test/?',
    'https://a.test/#x',
    'https://u:p@a.test',
  ]) {
    assert.equal(faults({ PUBLIC_URL: url, ...TLS }).length, 1, url);
  }
});

test('both sides cannot have one port, unless any free one is asked for', () => {
  assert.match(
    faults({ API_PORT: '9', WEB_PORT: '9' }).join(),
    /^WEB_PORT .*must differ from API_PORT, which is 9/,
  );
  assert.deepEqual(
    [settings({ API_PORT: '0', WEB_PORT: '0' })].map(({ apiPort, webPort }) => [apiPort, webPort]),
    [[0, 0]],
  );
});

test('a keyword is written into the link back to WhatsApp, percent-encoded', () => {
  const linked = (environment: Record<string, string>) => settings(environment).channels[0]?.returnUrl;
  const RETURN_KEYWORD = 'Ya respondí & más';
  assert.equal(
    linked({ RETURN_KEYWORD }),
    'https://wa.me/5215512345678?text=Ya%20respond%C3%AD%20%26%20m%C3%A1s',
  );
  assert.equal(
    linked({ RETURN_KEYWORD: 'hi', RETURN_URL: 'https://api.whatsapp.com/send?phone=15550100' }),
    'https://api.whatsapp.com/send?phone=15550100&text=hi',
  );
  assert.match(
    faults({ RETURN_KEYWORD, RETURN_URL: 'https://t.me/bot' }).join(),
    /^RETURN_KEYWORD .*needs a link back to wa\.me/,
  );
  assert.match(
    faults({ RETURN_KEYWORD, RETURN_URL: 'https://wa.me/15550100?text=x' }).join(),
    /^RETURN_KEYWORD .*has a text already/,
  );
  assert.match(faults({ RETURN_KEYWORD: 'x'.repeat(65) }).join(), /^RETURN_KEYWORD .*at most 64/);
});

test('PostgreSQL needs the secret that all instances share, and only with it there may be workers', () => {
  assert.deepEqual(faults({ DATABASE_URL: 'postgres://db/x' }), [
    'SECRET_KEY: must be set with PostgreSQL, to the same value for every instance.',
  ]);
  assert.deepEqual(faults({ WORKERS: '2' }), [
    'WORKERS (environment): found "2", must be 1 with the embedded database, which one process serves; more need PostgreSQL.',
  ]);
  const secret = Buffer.alloc(32, 1).toString('base64url');
  assert.deepEqual(faults({ DATABASE_URL: 'postgres://db/x', SECRET_KEY: secret, WORKERS: '2' }), []);
});
