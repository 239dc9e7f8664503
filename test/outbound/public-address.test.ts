import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isPublicAddress } from '../../src/outbound/public-address.ts';

const CLOSED: Readonly<Record<string, readonly string[]>> = {
  'this network': ['0.0.0.0', '0.255.255.255'],
  private: ['10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.0', '192.168.255.255'],
  'carrier-grade NAT': ['100.64.0.0', '100.127.255.255'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'link-local': ['169.254.0.1', '169.254.255.255', 'fe80::1', 'fe80::1%eth0', 'febf:ffff::1'],
  'a metadata service': [
    '169.254.169.254',
    '169.254.170.2',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
  ],
  'protocol assignments': ['192.0.0.1', '192.0.0.255', '2001::', '2001:1ff:ffff::1'],
  documentation: ['192.0.2.1', '198.51.100.7', '203.0.113.255', '2001:db8::1', '3fff:fff::1'],
  benchmarks: ['198.18.0.0', '198.19.255.255'],
  'multicast and reserved': ['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', 'ff02::1'],
  unspecified: ['::'],
  'unique local': ['fc00::1', 'fdff:ffff::1'],
  'site-local': ['fec0::1'],
  'IPv4-mapped': ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:8.8.8.8'],
  'IPv4-compatible': ['::127.0.0.1', '::8.8.8.8'],
  NAT64: ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::a00:1'],
  '6to4': ['2002:7f00:1::1', '2002:808:808::1', '192.88.99.1'],
  Teredo: ['2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001::1'],
  'discard-only': ['100::1'],
  'segment routing': ['5f00::1'],
};

const OPEN = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '168.63.129.15',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2001:200::1',
  '2001:db7:ffff::1',
  '2606:4700:4700::1111',
  '2a00:1450:4001:80b::200e',
  '2003::1',
  '3fff:1000::1',
];

const NO_ADDRESS = ['', 'localhost', 'example.com', '127.1', '0x7f.0.0.1', '2130706433', '[::1]', ' 8.8.8.8'];

describe('an address', () => {
  for (const [block, addresses] of Object.entries(CLOSED)) {
    it(`of the block "${block}" is not public`, () => {
      for (const address of addresses) assert.equal(isPublicAddress(address), false, address);
    });
  }

  it('is public just outside of each closed block', () => {
    for (const address of OPEN) assert.equal(isPublicAddress(address), true, address);
  });

  it('is not public where it is no address at all', () => {
    for (const text of NO_ADDRESS) assert.equal(isPublicAddress(text), false, text);
  });

  it('is never public where it is an IPv4 address inside an IPv6 one', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom('::ffff:', '::', '64:ff9b::'), (address, prefix) => {
        assert.equal(isPublicAddress(`${prefix}${address}`), false);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('is judged alike in every spelling', () => {
    assert.equal(isPublicAddress('0:0:0:0:0:0:0:1'), false);
    assert.equal(isPublicAddress('FE80::1'), false);
    assert.equal(isPublicAddress('2606:4700:4700:0:0:0:0:1111'), true);
    assert.equal(isPublicAddress('0:0:0:0:0:FFFF:7F00:0001'), false);
  });
});
