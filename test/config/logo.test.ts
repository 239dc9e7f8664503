import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLogo } from '../../src/config/logo.ts';
import { fromUtf8 } from '../../src/kernel/bytes.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const fault = (file: Uint8Array | null): string => {
  const logo = readLogo(file);
  return logo.ok ? logo.value.mediaType : logo.error;
};

test('a picture is known by its first bytes, whatever its file is called', () => {
  const pictures: readonly (readonly [readonly number[], string])[] = [
    [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0], 'image/png'],
    [[0xff, 0xd8, 0xff, 0xe0, 0, 0], 'image/jpeg'],
    [[...bytes('RIFF'), 0, 0, 0, 0, ...bytes('WEBPVP8L')], 'image/webp'],
  ];
  for (const [head, mediaType] of pictures) assert.equal(fault(Uint8Array.from(head)), mediaType);
});

test('an SVG may begin with a declaration and comments, and comes out as it went in', () => {
  for (const text of [
    '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>',
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- drawn by hand -->\n<svg\n viewBox="0 0 1 1"/>',
    '\uFEFF <svg><linearGradient id="a"/><use href="#a"/><rect fill="url(#a)"/></svg>',
  ]) {
    const logo = readLogo(bytes(text));
    assert.ok(logo.ok, text);
    assert.equal(logo.value.mediaType, 'image/svg+xml');
    assert.equal(fromUtf8(Uint8Array.fromBase64(logo.value.base64)), text);
  }
});

test('an SVG with more in it than a picture is refused', () => {
  for (const inside of [
    '<script>alert(1)</script>',
    '<SCRIPT href="#a"/>',
    '<rect onload="alert(1)"/>',
    '<foreignObject><p/></foreignObject>',
    '<image href="https://tracker.example/1.png"/>',
    '<use href="other.svg#a"/>',
    '<a xlink:href="javascript:alert(1)"/>',
    '<rect fill="url(https://tracker.example/#a)"/>',
    '<style>@import "https://tracker.example/a.css";</style>',
    '<iframe src="//example.com"/>',
  ]) {
    assert.match(fault(bytes(`<svg>${inside}</svg>`)), /without scripts/, inside);
  }
  const laughs = '<!DOCTYPE svg [<!ENTITY a "ha">]>\n<svg>&a;</svg>';
  assert.doesNotMatch(fault(bytes(laughs)), /^image/);
});

test('what is no picture, is too large or cannot be read is refused with what it must be', () => {
  assert.match(fault(null), /cannot be read$/);
  assert.match(fault(bytes('<html><body>hello')), /none of them$/);
  assert.match(fault(new Uint8Array()), /none of them$/);
  assert.match(fault(Uint8Array.from([...bytes('<svg>'), 0xff, 0xfe])), /none of them$/);
  assert.match(fault(bytes(`<svg>${' '.repeat(6144)}</svg>`)), /at most 6144 bytes; it has 6155$/);
});
