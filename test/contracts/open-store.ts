import assert from 'node:assert/strict';
import type { Store } from '../../src/app/store-ports.ts';
import { toHex } from '../../src/kernel/bytes.ts';

/** A store over data of its own. */
export type OpenStore = {
  readonly store: Store;
  /** Closes the store and opens another over the same data. */
  reopen(): Promise<Store>;
  /** Closes whatever is open and removes the data. */
  dispose(): Promise<void>;
};

/** Opens a new, empty store. */
export type Opener = () => Promise<OpenStore>;

/** A test's body with a new store, which is disposed of however the body ends. */
export const withStore =
  (open: Opener, body: (store: Store, opened: OpenStore) => Promise<void>) => async (): Promise<void> => {
    const opened = await open();
    try {
      await body(opened.store, opened);
    } finally {
      await opened.dispose();
    }
  };

/** Equal in value: whether bytes came as a Buffer or a Uint8Array is the driver's affair. */
export function assertSame(actual: unknown, expected: unknown): void {
  assert.deepEqual(comparable(actual), comparable(expected));
}

function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${toHex(value)}`;
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, comparable(member)]));
}
