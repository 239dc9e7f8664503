import { Buffer } from 'node:buffer';
import { inflateSync } from 'node:zlib';

const EMBEDDED = /<<[\s\S]{0,300}?\/Type \/EmbeddedFile[\s\S]{0,600}?>>\s*stream\r?\n/;
const LONGEST = 16 * 1024 * 1024;

export const isPdf = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, 5).toString('latin1') === '%PDF-';

/** The file that print-document.ts attached to a PDF; null for a PDF that it did not make, or that was saved anew. */
export function attachedFile(pdf: Uint8Array): Uint8Array | null {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const head = EMBEDDED.exec(text);
  const length = Number(/\/Length (\d+)/.exec(head?.[0] ?? '')?.[1] ?? Number.NaN);
  if (head === null || Number.isNaN(length)) return null;
  const from = head.index + head[0].length;
  const stream = Buffer.from(text.slice(from, from + length), 'latin1');
  if (!head[0].includes('/FlateDecode')) return stream;
  try {
    return inflateSync(stream, { maxOutputLength: LONGEST });
  } catch {
    return null;
  }
}
