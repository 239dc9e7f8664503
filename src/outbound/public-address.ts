import { BlockList, isIP } from 'node:net';

/**
 * IPv4 blocks that are no place for an outbound call: the IANA IPv4 Special-Purpose Address Registry, multicast, and
 * the one metadata service with an address of the public range.
 */
const CLOSED_V4 = [
  ['0.0.0.0', 8], // this network (RFC 791)
  ['10.0.0.0', 8], // private (RFC 1918)
  ['100.64.0.0', 10], // carrier-grade NAT (RFC 6598); Alibaba's metadata service
  ['127.0.0.0', 8], // loopback (RFC 1122)
  ['168.63.129.16', 32], // Azure's wire server
  ['169.254.0.0', 16], // link-local (RFC 3927); metadata services
  ['172.16.0.0', 12], // private (RFC 1918)
  ['192.0.0.0', 24], // protocol assignments (RFC 6890); Oracle's metadata service
  ['192.0.2.0', 24], // documentation (RFC 5737)
  ['192.88.99.0', 24], // 6to4 relays (RFC 7526)
  ['192.168.0.0', 16], // private (RFC 1918)
  ['198.18.0.0', 15], // benchmarks (RFC 2544)
  ['198.51.100.0', 24], // documentation (RFC 5737)
  ['203.0.113.0', 24], // documentation (RFC 5737)
  ['224.0.0.0', 4], // multicast (RFC 5771)
  ['240.0.0.0', 4], // reserved (RFC 1112); broadcast
] as const;

/** Global unicast: what IANA gives out. All else (loopback, link-local, private, mapped, NAT64, multicast) is closed. */
const OPEN_V6 = ['2000::', 3] as const;

/** Blocks within it that carry an IPv4 address or belong to nobody (IANA IPv6 Special-Purpose Address Registry). */
const CLOSED_V6 = [
  ['2001::', 23], // protocol assignments, Teredo among them (RFC 2928, RFC 4380)
  ['2001:db8::', 32], // documentation (RFC 3849)
  ['2002::', 16], // 6to4 (RFC 3056)
  ['3fff::', 20], // documentation (RFC 9637)
] as const;

const closedV4 = new BlockList();
for (const [network, prefix] of CLOSED_V4) closedV4.addSubnet(network, prefix, 'ipv4');
const openV6 = new BlockList();
openV6.addSubnet(...OPEN_V6, 'ipv6');
const closedV6 = new BlockList();
for (const [network, prefix] of CLOSED_V6) closedV6.addSubnet(network, prefix, 'ipv6');

/**
 * Whether an IP address in any of its spellings is one that the public Internet routes to somebody. An IPv6 address
 * that stands for an IPv4 one is never public, whichever that is: names on the Internet do not resolve to such.
 * False for what is no IP address.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closedV4.check(address, 'ipv4');
    case 6:
      // A zone (`fe80::1%eth0`) belongs to link-local addresses only.
      return !address.includes('%') && openV6.check(address, 'ipv6') && !closedV6.check(address, 'ipv6');
    default:
      return false;
  }
}
