import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PrintedDocument, PrintedRow } from '../../../src/app/printed-document.ts';
import { fromUtf8, utf8 } from '../../../src/kernel/bytes.ts';
import { instant } from '../../../src/kernel/instant.ts';
import { attachedFile, isPdf } from '../../../src/system/pdf/attached-file.ts';
import { printDocument } from '../../../src/system/pdf/print-document.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 9, 30));
const ATTACHMENT = { name: 'evidence.json', type: 'application/json', text: '{"حقيقة":"真相"}\n' };

const row = (value: string, changes: Partial<PrintedRow> = {}): PrintedRow => ({
  label: 'Name',
  value,
  detail: null,
  isExact: false,
  ...changes,
});

const document = (rows: readonly PrintedRow[]): PrintedDocument => ({
  language: 'en',
  title: 'Evidence',
  subject: 'Bóveda Azul · 确认向张伟转账',
  headline: 'Passed',
  meaning: 'It was answered right.',
  code: { text: 'chl_0123456789abcdef0123456789abcdef', caption: 'The id' },
  sections: [{ title: 'Section', rows, notes: ['A note.'] }],
  footer: (page, of) => `page ${page} of ${of}`,
});

const print = (...rows: readonly PrintedRow[]) => printDocument(document(rows), ATTACHMENT, NOW);

const pagesOf = (pdf: Uint8Array): number =>
  Buffer.from(pdf)
    .toString('latin1')
    .split(/\/Type \/Page\b/).length - 1;

test('a document in any script is a PDF, with its file attached to the letter', async () => {
  const pdf = await print(
    row('أحمد علي'),
    row('प्रिया शर्मा', { detail: '张伟' }),
    row('a'.repeat(64), { isExact: true }),
  );
  assert.ok(isPdf(pdf));
  assert.equal(fromUtf8(attachedFile(pdf) ?? new Uint8Array()), ATTACHMENT.text);
  assert.equal(pagesOf(pdf), 1);
});

test('what is long goes on on further pages, one value alone included', async () => {
  const long = await print(row('word '.repeat(6000)));
  assert.ok(pagesOf(long) > 5);
  const many = await print(...Array.from({ length: 120 }, (_, nth) => row(`value ${nth}`)));
  assert.ok(pagesOf(many) >= 3);
});

test('characters that no font has, and halves of pairs, stop nothing', async () => {
  assert.ok(isPdf(await print(row('𓀀 \ud800 \u0000 \ufffd 한국어'), row(''), row('\u202e'))));
});

test('in other files nothing is found attached', () => {
  for (const bytes of [
    utf8(''),
    utf8('%PDF-1.7'),
    utf8('<< /Type /EmbeddedFile /Length 9 /Filter /FlateDecode >>\nstream\nnonsense!'),
  ]) {
    assert.equal(attachedFile(bytes), null);
  }
  assert.ok(!isPdf(utf8('{}')));
});
