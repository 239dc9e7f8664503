import { Buffer } from 'node:buffer';
import { inflateSync } from 'node:zlib';

const WOFF_HEADER = 44;
const WOFF_ENTRY = 20;
const SFNT_HEADER = 12;
const SFNT_ENTRY = 16;

/**
 * The font within a WOFF file (W3C WOFF 1.0 sections 3 to 5), unpacked by zlib: what reads fonts here does it by itself
 * as well, and takes seconds for what takes milliseconds so.
 * @throws where the file is no WOFF.
 */
export function sfntOfWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('no WOFF file');
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, nth) => readTable(woff, WOFF_HEADER + nth * WOFF_ENTRY));
  const directory = Buffer.alloc(SFNT_HEADER + count * SFNT_ENTRY);
  const largest = 2 ** Math.floor(Math.log2(count));
  directory.writeUInt32BE(woff.readUInt32BE(4), 0);
  directory.writeUInt16BE(count, 4);
  directory.writeUInt16BE(largest * SFNT_ENTRY, 6);
  directory.writeUInt16BE(Math.log2(largest), 8);
  directory.writeUInt16BE((count - largest) * SFNT_ENTRY, 10);
  const parts: Buffer[] = [directory];
  let offset = directory.byteLength;
  for (const [nth, { tag, checksum, data }] of tables.entries()) {
    const entry = SFNT_HEADER + nth * SFNT_ENTRY;
    directory.writeUInt32BE(tag, entry);
    directory.writeUInt32BE(checksum, entry + 4);
    directory.writeUInt32BE(offset, entry + 8);
    directory.writeUInt32BE(data.byteLength, entry + 12);
    const padding = (4 - (data.byteLength % 4)) % 4;
    parts.push(data, Buffer.alloc(padding));
    offset += data.byteLength + padding;
  }
  return Buffer.concat(parts);
}

function readTable(woff: Buffer, at: number) {
  const [tag, offset, packed, length, checksum] = [0, 4, 8, 12, 16].map((field) =>
    woff.readUInt32BE(at + field),
  );
  if (tag === undefined || offset === undefined || packed === undefined) throw new Error('no WOFF file');
  const stored = woff.subarray(offset, offset + packed);
  // A table that would not get smaller is stored as it is.
  const data = packed === length ? stored : inflateSync(stored);
  return { tag, checksum: checksum ?? 0, data };
}
