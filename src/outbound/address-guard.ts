import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from './public-address.ts';

/** Every address of a name, in the order of preference. @throws the resolver's error where there is none. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export type GuardOptions = {
  /** Hosts that may lie anywhere, in lower case, as they stand in a URL. */
  readonly allowedHosts: ReadonlySet<string>;
  /** Milliseconds for a connection to stand. */
  readonly connectTimeout: number;
  readonly resolve?: Resolve;
};

/** Thrown, before anything is sent, for a host outside the public Internet that nobody allowed. */
class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'ADDRESS_REFUSED';
}

const resolveBySystem: Resolve = (hostname) => systemLookup(hostname, { all: true });

/**
 * A connector for undici that connects to public addresses only. What it checks is the very address that it then
 * connects to, at each new connection, so a name that changes between a check and its use gains nothing.
 */
export function guardedConnector(options: GuardOptions): buildConnector.connector {
  const { allowedHosts, connectTimeout, resolve = resolveBySystem } = options;
  const allowed = (hostname: string) => {
    const host = hostname.toLowerCase();
    return allowedHosts.has(host) || allowedHosts.has(`[${host}]`);
  };
  const connect = buildConnector({
    allowH2: false,
    timeout: connectTimeout,
    lookup: guardedLookup(resolve, allowed),
  });
  return (target, callback) => {
    const hostname = withoutBrackets(target.hostname);
    // An address written out is never looked up, so the lookup below does not see it.
    if (isIP(hostname) !== 0 && !allowed(hostname) && !isPublicAddress(hostname)) {
      callback(new AddressRefused(`${hostname} is no public address`), null);
      return;
    }
    connect({ ...target, hostname }, callback);
  };
}

/** A lookup for node:net that answers with no address but those that may be connected to. */
export function guardedLookup(resolve: Resolve, allowed: (hostname: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    const family = familyOf(options.family);
    resolve(hostname)
      .then((found) => {
        const usable = found
          .filter((entry) => family === 0 || entry.family === family)
          .filter((entry) => allowed(hostname) || isPublicAddress(entry.address));
        const [first] = usable;
        if (first === undefined) throw new AddressRefused(`${hostname} has no public address`);
        if (options.all) callback(null, usable);
        else callback(null, first.address, first.family);
      })
      .catch((error: unknown) => callback(asErrno(error), ''));
  };
}

function familyOf(family: number | 'IPv4' | 'IPv6' | undefined): 0 | 4 | 6 {
  if (family === 4 || family === 'IPv4') return 4;
  return family === 6 || family === 'IPv6' ? 6 : 0;
}

/** Resolvers reject with errors of this type; anything else is wrapped. */
const asErrno = (error: unknown): NodeJS.ErrnoException =>
  error instanceof Error ? error : new Error('the name could not be resolved', { cause: error });

const withoutBrackets = (hostname: string): string =>
  hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname;
