import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChannelReader } from '../../src/config/channel-reader.ts';
import { GivenMembers } from '../../src/config/given-members.ts';
import { accent, readLook } from '../../src/config/read-look.ts';
import { describeSettingFault, type SettingFault } from '../../src/config/setting-fault.ts';

const LOGO = new TextEncoder().encode('<svg/>');
const places = {
  variable: () => null,
  fileText: () => null,
  fileBytes: (path: string) => (path === 'logo.svg' ? LOGO : null),
};

function read(look: unknown) {
  const faults: SettingFault[] = [];
  const members = new GivenMembers({ look }, places, () => assert.fail());
  const reader = new ChannelReader('vault', members, (fault) => faults.push(fault));
  const value = readLook(reader, ['en', 'es', 'zh-TW'], places.fileBytes);
  return {
    value,
    faults: faults.map((fault) =>
      describeSettingFault(fault)
        .replace('channels.vault.look', '')
        .replace(' (countersign.config.json)', ''),
    ),
  };
}

test('a look with everything in it is read', () => {
  const words = { es: { title: ' Bóveda Azul ', help: 'Llama al 800' }, 'zh-TW': { help: '請來電' } };
  assert.deepEqual(read({ accent: '#7A1F6B', logo_file: 'logo.svg', words }), {
    value: {
      accent: '#7a1f6b',
      logo: { mediaType: 'image/svg+xml', base64: 'PHN2Zy8+' },
      words: new Map([
        ['es', { title: 'Bóveda Azul', help: 'Llama al 800' }],
        ['zh-TW', { title: null, help: '請來電' }],
      ]),
    },
    faults: [],
  });
});

test('where nothing is said, a page looks as every other', () => {
  const plain = { value: { accent: null, logo: null, words: new Map() }, faults: [] };
  assert.deepEqual(read(undefined), plain);
  assert.deepEqual(read({}), plain);
});

test('a shade that could not be read is refused with the contrast that it has', () => {
  assert.deepEqual(accent('#08694c'), { ok: true, value: '#08694c' });
  assert.deepEqual(accent('#767676'), { ok: true, value: '#767676' });
  assert.match(JSON.stringify(accent('#777777')), /4\.5 to 1 or more.*has 4\.47 to 1/);
  assert.match(JSON.stringify(accent('#ffcc00')), /has 1\.51 to 1: take a darker shade/);
  for (const text of ['red', '#fff', '#12345g', ''])
    assert.match(JSON.stringify(accent(text)), /six hexadecimal/);
});

test('every fault is told by its place', () => {
  const { faults } = read({
    accent: '#ffffff',
    logo_file: 'missing.png',
    font: 'Comic',
    words: { es: { title: 'x'.repeat(81), colour: 'red' }, tlh: {}, en: 'Hello', 'zh-TW': { help: 'a\nb' } },
  });
  assert.deepEqual(
    faults.map((line) => line.replace(/(?:of 4\.5|PNG|; those).*$/, '…')),
    [
      '.font: is no member of look…',
      '.accent: found "#ffffff", must stand out from white by a contrast …',
      '.logo_file: found "missing.png", must name a …',
      '.words.tlh: is no member of look.words…',
      '.words.en: found "Hello", must be an object with title and help.',
      '.words.es.colour: is no member of look.words.es…',
      `.words.es.title: found "${'x'.repeat(80)}…", must be one line of 1 to 80 characters.`,
      '.words.zh-TW.help: found "a\\nb", must be one line of 1 to 200 characters.',
    ],
  );
  assert.match(read(0).faults.join(), /must be an object with accent, logo_file, words/);
});
