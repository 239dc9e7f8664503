import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadSettings } from '../../src/config/load-settings.ts';
import { describeSettingFault } from '../../src/config/setting-fault.ts';
import { catalogue } from './catalogue.ts';

const URL = { PUBLIC_URL: 'https://verify.example.com' };
const EMAIL = { ACME_EMAIL: 'operator@example.com' };

function load(environment: Record<string, string>) {
  const all = { WHATSAPP_NUMBER: '5215512345678', ...environment };
  return loadSettings(
    { environment: all, envFile: null, configFile: null, fileText: () => null, fileBytes: () => null },
    catalogue,
  );
}

function faults(environment: Record<string, string>): string {
  const loaded = load(environment);
  return loaded.ok ? '' : loaded.error.map(describeSettingFault).join('\n');
}

test("a mail address is enough for certificates of Let's Encrypt for the public name", () => {
  const loaded = load({ ...URL, ...EMAIL });
  assert.ok(loaded.ok);
  assert.deepEqual(loaded.value.acme, {
    email: 'operator@example.com',
    directoryUrl: 'https://acme-v02.api.letsencrypt.org/directory',
    httpPort: 80,
    domain: 'verify.example.com',
  });
  assert.equal(loaded.value.webPort, 8443);
});

test('a certificate needs a public name', () => {
  for (const url of [
    '',
    'https://localhost:8443',
    'https://192.0.2.1',
    'https://[2001:db8::1]',
    'https://a.localhost',
  ]) {
    assert.match(
      faults({ ...EMAIL, PUBLIC_URL: url }),
      /^PUBLIC_URL\b.*must be https:\/\/ and the public name/,
      url,
    );
  }
  assert.match(faults({ ...EMAIL, PUBLIC_URL: 'http://a.example.com' }), /^PUBLIC_URL \(environment\): /);
});

test('certificates come from files or from an authority, not from both', () => {
  const both = { ...URL, ...EMAIL, TLS_CERT_FILE: 'a', TLS_KEY_FILE: 'b' };
  assert.match(faults(both), /^ACME_EMAIL .*must be left out/);
});

test('what cannot be an address or a directory is named', () => {
  assert.match(faults({ ...URL, ACME_EMAIL: 'nobody' }), /ACME_EMAIL .*must be a mail address/);
  assert.match(
    faults({ ...URL, ...EMAIL, ACME_DIRECTORY_URL: 'http://a.example.com' }),
    /ACME_DIRECTORY_URL /,
  );
});
