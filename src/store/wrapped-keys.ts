import type { WrappedKeyKind } from '../app/privacy-ports.ts';

/** Where a kind of wrapped key is kept, in either database. */
export type KeyTable = {
  readonly table: string;
  /** Unique together, and the order of the keys. */
  readonly key: readonly string[];
  /** SQL of the key's name, as text. @param inHex SQL of a column's bytes in hexadecimal. */
  readonly name: (inHex: (column: string) => string) => string;
  readonly column: string;
};

const REF_LENGTH = 32;

const TABLES: Readonly<Record<WrappedKeyKind, KeyTable>> = {
  client: {
    table: 'clients',
    key: ['channel', 'ref'],
    // Of one length at its end: so it can be taken apart again.
    name: (inHex) => `channel || ${inHex('ref')}`,
    column: 'wrapped_key',
  },
  blocked_client: {
    table: 'blocked_clients',
    key: ['number'],
    name: () => 'CAST(number AS text)',
    column: 'wrapped_key',
  },
  signing_key: {
    table: 'signing_keys',
    key: ['public_key'],
    name: () => 'public_key',
    column: 'wrapped_seed',
  },
};

export const keyTable = (kind: WrappedKeyKind): KeyTable => TABLES[kind];

/** What a key's name is made of, a client's pseudonym in hexadecimal. */
export const partsOf = (kind: WrappedKeyKind, name: string): readonly string[] =>
  kind === 'client' ? [name.slice(0, -REF_LENGTH), name.slice(-REF_LENGTH)] : [name];

/** The values of the key's columns, from its name. */
export function parametersOf(kind: WrappedKeyKind, name: string): readonly (string | number | Uint8Array)[] {
  const [first = '', ref] = partsOf(kind, name);
  if (ref !== undefined) return [first, Uint8Array.fromHex(ref)];
  return [kind === 'blocked_client' ? Number(first) : first];
}
