import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseLanguage, LANGUAGES } from '../../src/pages/choose-language.ts';

const chosen = (requested: string | null, acceptLanguage: string | null): string =>
  chooseLanguage(requested, acceptLanguage).tag;

/** The 3rd of February 1980, as it is written for a request. */
const dated = (requested: string | null, acceptLanguage: string | null = null): string =>
  chooseLanguage(requested, acceptLanguage).formats.date(3685);

test('eight languages are spoken', () => {
  const tags = LANGUAGES.map(({ tag }) => tag);
  assert.deepEqual(tags, ['en', 'es', 'fr', 'pt-BR', 'ar', 'hi', 'zh-CN', 'zh-TW']);
  for (const tag of tags) assert.equal(chosen(tag, null), tag);
});

test('what the bot asked for goes before what the browser asks for', () => {
  assert.equal(chosen('es', 'en'), 'es');
  assert.equal(chosen('en', 'es'), 'en');
});

test('a regional language is answered in the language', () => {
  assert.equal(chosen('es-MX', null), 'es');
  assert.equal(chosen('es_AR', null), 'es');
  assert.equal(chosen('ES-419', null), 'es');
  assert.equal(chosen('fr-CA', null), 'fr');
  assert.equal(chosen('ar-MA', null), 'ar');
  assert.equal(chosen('hi_IN', null), 'hi');
  assert.equal(chosen(null, 'es-MX,es;q=0.9,en;q=0.8'), 'es');
});

test('Chinese is answered in the script of its region, Portuguese as in Brazil', () => {
  for (const tag of ['zh-HK', 'zh-MO', 'zh-Hant', 'zh_TW', 'zh-Hant-HK', 'zh-Hant-US', 'ZH-tw']) {
    assert.equal(chosen(tag, null), 'zh-TW', tag);
  }
  for (const tag of ['zh', 'zh-SG', 'zh-Hans', 'zh_CN', 'zh-Hans-HK', 'cmn']) {
    assert.equal(chosen(tag, null), 'zh-CN', tag);
  }
  for (const tag of ['pt', 'pt-PT', 'pt_BR', 'pt-AO']) assert.equal(chosen(tag, null), 'pt-BR', tag);
});

test('a language in a script that is not written here is not answered in another one', () => {
  assert.equal(chosen('hi-Latn', null), 'en');
  assert.equal(chosen('hi-Latn', 'hi-IN'), 'hi');
});

test('dates and digits are those of the region that the bot names', () => {
  assert.equal(dated('en'), 'February 3, 1980');
  assert.equal(dated('en-GB'), '3 February 1980');
  assert.equal(dated('es-MX'), '3 de febrero de 1980');
  assert.equal(dated('ar-SA'), '٣ فبراير ١٩٨٠');
  assert.equal(dated('ar-MA'), '3 فبراير 1980');
  assert.equal(dated('ar-DZ'), '3 فيفري 1980');
  assert.equal(dated('ar-SY'), '٣ شباط ١٩٨٠');
  assert.equal(dated('zh-HK'), '1980年2月3日');
});

test('where the bot names no region the browser is asked, and else most readers of the language', () => {
  assert.equal(dated('en', 'es-MX, en-GB;q=0.5'), '3 February 1980');
  assert.equal(dated('ar', 'ar-AE'), '3 فبراير 1980');
  assert.equal(dated('ar', 'fr-MA'), '٣ فبراير ١٩٨٠');
  assert.equal(dated('en-XX'), 'February 3, 1980');
});

test('Hindi is written with international digits, and with those of Devanagari for who asks', () => {
  assert.equal(dated('hi'), '3 फ़रवरी 1980');
  assert.equal(dated('hi-IN-u-nu-deva'), '३ फ़रवरी १९८०');
  assert.equal(dated('ar-u-nu-latn'), '3 فبراير 1980');
  assert.equal(dated('en-u-nu-thai'), 'February 3, 1980');
});

test('the Gregorian calendar is kept whatever the region', () => {
  assert.equal(dated('ar-SA-u-ca-islamic'), '٣ فبراير ١٩٨٠');
  assert.equal(dated('zh-TW-u-ca-roc'), '1980年2月3日');
});

test('the browser is asked where the bot names no language that is spoken here', () => {
  for (const requested of [null, '', 'tlh', 'espanol', '-', 'x'.repeat(10_000), '\u0000', 'constructor']) {
    assert.equal(chosen(requested, 'es'), 'es', String(requested));
  }
});

test('weights order what the browser asks for, and zero refuses', () => {
  assert.equal(chosen(null, 'en;q=0.5, es;q=0.9'), 'es');
  assert.equal(chosen(null, 'de, es;q=0, en;q=0.1'), 'en');
  assert.equal(chosen(null, 'de, es;q=0.1'), 'es');
  assert.equal(chosen(null, 'es ; q = 0.2 , en;q=0.1'), 'es');
});

test('English is spoken to everyone else, and no header is too broken', () => {
  const headers = [null, '', '*', ',,,;;q=', 'es;q=abc', 'it-CH, de;q=0.7', `${'a,'.repeat(5000)}es`];
  for (const header of headers) assert.equal(chosen(null, header), 'en', String(header).slice(0, 20));
});

test('a thousand regions that do not exist are asked for in vain', () => {
  for (let nth = 0; nth < 1000; nth++) {
    const region = String.fromCharCode(65 + (nth % 26), 65 + ((nth * 7) % 26));
    assert.equal(chosen(`es-${region}`, `fr;q=0.${nth}`), 'es');
  }
});

test('asked the same again, it gives the same language, made once', () => {
  assert.equal(chooseLanguage('es-MX', 'en'), chooseLanguage('es-MX', 'en'));
  assert.equal(chooseLanguage('es-MX', 'en'), chooseLanguage('es-mx', 'fr'));
});
