import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CATALOGUE } from '../../src/cli/catalogue.ts';
import { loadSettings } from '../../src/config/load-settings.ts';

const KEY = (name: string) => `${name}+c1734ce4+BMlBK4cNGPHLhHtwf8v6wsTLNk2H3MjAFgpwjitYKaV6`;

function loaded(environment: Record<string, string>) {
  return loadSettings(
    {
      environment: { WHATSAPP_NUMBER: '5215512345678', ...environment },
      envFile: null,
      configFile: null,
      fileText: () => null,
      fileBytes: () => null,
    },
    CATALOGUE,
  );
}

function vouchers(environment: Record<string, string>) {
  const settings = loaded(environment);
  assert.ok(settings.ok, JSON.stringify(settings.ok ? '' : settings.error));
  return settings.value.vouchers;
}

function faults(environment: Record<string, string>): readonly string[] {
  const settings = loaded(environment);
  return settings.ok ? [] : settings.error.map(({ setting, expected }) => `${setting} ${expected}`);
}

test('nobody vouches unless the settings name somebody', () => {
  assert.deepEqual(vouchers({}), {
    witnesses: [],
    quorum: 0,
    witnessSeconds: 1,
    authority: null,
    allowPrivate: false,
  });
});

test('each witness has its key and its URL, and more than half of those that are asked are enough', () => {
  const three = `${KEY('w.example/a')} https://w.example/, ${KEY('w.example/b')}  https://b.example/under,${KEY('c')}`;
  const read = vouchers({ WITNESSES: three });
  assert.deepEqual(read.witnesses, [
    { key: KEY('w.example/a'), url: 'https://w.example' },
    { key: KEY('w.example/b'), url: 'https://b.example/under' },
    { key: KEY('c'), url: null },
  ]);
  assert.equal(read.quorum, 2);
  assert.equal(vouchers({ WITNESSES: three, WITNESS_QUORUM: '1' }).quorum, 1);
});

test('an authority is asked hourly, also over plain HTTP, since what it answers is signed', () => {
  const { authority } = vouchers({ TSA_URL: 'http://stamps.example/tsa', TSA_CA_FILE: 'ca.pem' });
  assert.deepEqual(authority, { url: 'http://stamps.example/tsa', caFile: 'ca.pem', everyMinutes: 60 });
});

test('what cannot be meant is told, each with what would be right', () => {
  for (const wrong of [
    'https://w.example',
    `${KEY('a')} w.example`,
    `${KEY('a')} http://w.example`,
    `${KEY('a')} https://w.example more`,
    `${KEY('a')},`,
    'a+zzzzzzzz+AAAA https://w.example',
  ]) {
    assert.match(faults({ WITNESSES: wrong })[0] ?? '', /^WITNESSES must be, for each witness/, wrong);
  }
  const twice = `${KEY('a')} https://w.example,${KEY('a')} https://x.example`;
  assert.deepEqual(faults({ WITNESSES: twice }), ['WITNESSES must name each witness once']);
  const one = { WITNESSES: `${KEY('a')} https://w.example` };
  assert.match(faults({ ...one, WITNESS_QUORUM: '2' })[0] ?? '', /^WITNESS_QUORUM must be at most 1/);
  assert.match(faults({ TSA_URL: 'https://s.example' })[0] ?? '', /^TSA_CA_FILE must be set too/);
  assert.match(faults({ TSA_CA_FILE: 'ca.pem' })[0] ?? '', /^TSA_URL must be set too/);
  assert.match(
    faults({ TSA_URL: 'ftp://s.example', TSA_CA_FILE: 'x' })[0] ?? '',
    /^TSA_URL must be an https/,
  );
});

test('hosts on this machine must be allowed', () => {
  const here = { WITNESSES: `${KEY('a')} http://localhost:8090` };
  assert.match(faults(here)[0] ?? '', /^VOUCHERS_ALLOW_PRIVATE must be true, since a host in WITNESSES/);
  const stamps = { TSA_URL: 'http://127.0.0.1:318/', TSA_CA_FILE: 'ca.pem' };
  assert.match(faults(stamps)[0] ?? '', /^VOUCHERS_ALLOW_PRIVATE must be true, since a host in TSA_URL/);
  assert.equal(vouchers({ ...here, ...stamps, VOUCHERS_ALLOW_PRIVATE: 'true' }).allowPrivate, true);
});
