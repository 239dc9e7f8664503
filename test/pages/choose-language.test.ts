import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseLanguage } from '../../src/pages/choose-language.ts';

const chosen = (requested: string | null, acceptLanguage: string | null): string =>
  chooseLanguage(requested, acceptLanguage).tag;

test('what the bot asked for goes before what the browser asks for', () => {
  assert.equal(chosen('es', 'en'), 'es');
  assert.equal(chosen('en', 'es'), 'en');
});

test('a regional language is answered in the language', () => {
  assert.equal(chosen('es-MX', null), 'es');
  assert.equal(chosen('es_AR', null), 'es');
  assert.equal(chosen('ES-419', null), 'es');
  assert.equal(chosen(null, 'es-MX,es;q=0.9,en;q=0.8'), 'es');
});

test('the browser is asked where the bot names no language that is spoken here', () => {
  for (const requested of [null, '', 'tlh', 'espanol', '-', 'x'.repeat(10_000), '\u0000', 'constructor']) {
    assert.equal(chosen(requested, 'es'), 'es', String(requested));
  }
});

test('weights order what the browser asks for, and zero refuses', () => {
  assert.equal(chosen(null, 'en;q=0.5, es;q=0.9'), 'es');
  assert.equal(chosen(null, 'fr, es;q=0, en;q=0.1'), 'en');
  assert.equal(chosen(null, 'de, es;q=0.1'), 'es');
  assert.equal(chosen(null, 'es ; q = 0.2 , en;q=0.1'), 'es');
});

test('English is spoken to everyone else, and no header is too broken', () => {
  const headers = [null, '', '*', ',,,;;q=', 'es;q=abc', 'fr-CA, de;q=0.7', `${'a,'.repeat(5000)}es`];
  for (const header of headers) assert.equal(chosen(null, header), 'en', String(header).slice(0, 20));
});
