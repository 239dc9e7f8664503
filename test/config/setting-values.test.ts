import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseUrl } from '../../src/config/database-url.ts';
import {
  apiKey,
  contact,
  displayName,
  host,
  networkRanges,
  printable,
  type Read,
  secretKey,
  whatsappNumber,
  wholeNumber,
} from '../../src/config/setting-values.ts';
import { apiBase, link } from '../../src/config/url-settings.ts';

function accepts<T>(read: Read<T>, pairs: Readonly<Record<string, T>>): void {
  for (const [text, value] of Object.entries(pairs)) {
    assert.deepEqual(read(text), { ok: true, value }, JSON.stringify(text));
  }
}

function refuses(read: Read<unknown>, ...texts: readonly string[]): void {
  for (const text of texts) assert.equal(read(text).ok, false, JSON.stringify(text));
}

test('a telephone number is taken in every usual spelling and kept as digits', () => {
  accepts(whatsappNumber, {
    '5215512345678': '5215512345678',
    '+5215512345678': '5215512345678',
    '005215512345678': '5215512345678',
    '+52 1 55 1234-5678': '5215512345678',
    '12345678': '12345678',
    '123456789012345': '123456789012345',
  });
});

test('a number with a leading zero, too short, too long or with anything else in it is refused', () => {
  refuses(whatsappNumber, '0155123456', '+0155123456', '0000155123456', '1234567', '1234567890123456');
  refuses(
    whatsappNumber,
    '',
    '+',
    '52x5512345678',
    '٥٢١٥٥١٢٣٤٥٦٧٨',
    '52+15512345678',
    'https://wa.me/5215512345678',
  );
});

test('a whole number has digits only and keeps within its bounds', () => {
  accepts(wholeNumber(0, 65_535), { '0': 0, '65535': 65_535, '080': 80 });
  refuses(wholeNumber(0, 65_535), '65536', '-1', '1.5', '1e3', '0x10', '', '１');
});

test('a host is an address or a name', () => {
  accepts(host, {
    '127.0.0.1': '127.0.0.1',
    '::': '::',
    localhost: 'localhost',
    'a-b.example': 'a-b.example',
  });
  refuses(host, 'http://a', '-a', 'a b', '[::1]', 'a/b');
});

test('a key must be long enough, and fit for a header', () => {
  accepts(apiKey, { abcdefghijklmnop: 'abcdefghijklmnop', 'A1._~+/=-A1._~+/=-': 'A1._~+/=-A1._~+/=-' });
  refuses(apiKey, 'short', 'with spaces in the middle', 'ключключключключ', 'k'.repeat(256));
  refuses(printable, 'a b', 'ñ', 'a\u0007');
});

test('the secret key is 32 bytes in base64url, padded or not', () => {
  const bytes = Buffer.alloc(32, 7);
  const text = bytes.toString('base64url');
  for (const spelling of [text, `${text}=`])
    assert.deepEqual(secretKey(spelling), { ok: true, value: bytes });
  refuses(
    secretKey,
    text.slice(1),
    `${text}A`,
    bytes.toString('hex'),
    Buffer.alloc(32, 255).toString('base64'),
    '',
  );
});

test('trusted proxies are addresses and ranges, and never everybody', () => {
  accepts(networkRanges, {
    '10.0.0.0/8': ['10.0.0.0/8'],
    '10.0.0.1, ::1 ,fd00::/8': ['10.0.0.1', '::1', 'fd00::/8'],
  });
  refuses(
    networkRanges,
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    '10.0.0/8',
    'proxy',
    '10.0.0.1,',
    'fe80::1%eth0',
    '1.1.1.1/8/8',
  );
});

test('the database is a file of SQLite', () => {
  accepts(databaseUrl, {
    'sqlite:./data/countersign.db': { type: 'sqlite', file: './data/countersign.db' },
    'sqlite:/var/lib/c.db': { type: 'sqlite', file: '/var/lib/c.db' },
    'sqlite:///var/lib/c.db': { type: 'sqlite', file: '/var/lib/c.db' },
    'sqlite:c.db': { type: 'sqlite', file: 'c.db' },
  });
  refuses(
    databaseUrl,
    'sqlite:',
    'sqlite::memory:',
    'sqlite://host/c.db',
    'sqlite:data/',
    './c.db',
    'mysql://a/b',
  );
});

test('PostgreSQL is named by host and database', () => {
  accepts(databaseUrl, {
    'postgres://u:p@h/d': { type: 'postgres', url: 'postgres://u:p@h/d' },
    'postgresql://h:5433/d?sslmode=verify-full': {
      type: 'postgres',
      url: 'postgresql://h:5433/d?sslmode=verify-full',
    },
  });
  refuses(databaseUrl, 'postgres://', 'postgres://h', 'postgres://h/', 'postgres:///d', 'postgres:d');
});

test('a contact is a URI, and a mail address becomes one', () => {
  accepts(contact, {
    'security@example.com': 'mailto:security@example.com',
    'mailto:a@b.example': 'mailto:a@b.example',
    'https://example.com/report': 'https://example.com/report',
    'tel:+1-201-555-0123': 'tel:+1-201-555-0123',
  });
  refuses(contact, 'me', 'http://example.com', 'javascript:alert(1)', 'a@b\nc', 'mailto:');
});

test('a name is one line', () => {
  accepts(displayName, { ' Bóveda Azul ': 'Bóveda Azul' });
  refuses(displayName, 'a\nb', 'x'.repeat(81));
});

test('a link leads by https, or by http to this machine, and never into an app of its own', () => {
  accepts(link, { 'https://wa.me/5215512345678?text=hi': 'https://wa.me/5215512345678?text=hi' });
  accepts(link, { 'http://localhost:3000/chat': 'http://localhost:3000/chat' });
  refuses(
    link,
    'whatsapp://send?phone=1',
    'http://wa.me/1',
    'javascript:alert(1)',
    'https://u@wa.me/',
    '/chat',
    '',
  );
});

test('the base of an API loses the slashes at its end', () => {
  accepts(apiBase, {
    'http://127.0.0.1:9/': 'http://127.0.0.1:9',
    'https://a.test/v1//': 'https://a.test/v1',
  });
  refuses(apiBase, 'https://a.test/?x=1', 'http://a.test');
});
