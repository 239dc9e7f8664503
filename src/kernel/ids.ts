import { Buffer } from 'node:buffer';
import type { Instant } from './instant.ts';

declare const idBrand: unique symbol;
type Id<Name extends string> = string & { readonly [idBrand]: Name };

export type ChallengeId = Id<'challenge'>;
export type ChannelId = Id<'channel'>;
export type DeliveryId = Id<'delivery'>;
export type KeyId = Id<'key'>;

const PREFIXES = { challenge: 'chl', delivery: 'dlv', key: 'key' } as const;
const SPELLINGS: Readonly<Record<keyof typeof PREFIXES, RegExp>> = {
  challenge: /^chl_[0-9a-f]{32}$/,
  delivery: /^dlv_[0-9a-f]{32}$/,
  key: /^key_[0-9a-f]{32}$/,
};
type Prefixed = { challenge: ChallengeId; delivery: DeliveryId; key: KeyId };

/** Random bytes that `makeId` needs. */
export const ID_RANDOM_BYTES = 10;

/**
 * `chl_` and 32 hexadecimal digits: six bytes of time, then ten random ones, so that ids made later sort later
 * and new rows land side by side in an index (the idea of UUIDv7, RFC 9562). Not a secret.
 */
export function makeId<K extends keyof Prefixed>(kind: K, at: Instant, random: Uint8Array): Prefixed[K] {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes.set(random.subarray(0, ID_RANDOM_BYTES), 6);
  // The only place where a new id gets its brand.
  return `${PREFIXES[kind]}_${bytes.toString('hex')}` as Prefixed[K];
}

/** The id that a text spells, or null. */
export function parseId<K extends keyof Prefixed>(kind: K, text: string): Prefixed[K] | null {
  // Checked against the only form that makeId gives.
  return SPELLINGS[kind].test(text) ? (text as Prefixed[K]) : null;
}

/** A channel's name as the operator wrote it; its form was checked with the settings. */
export const channelId = (name: string): ChannelId => name as ChannelId;
