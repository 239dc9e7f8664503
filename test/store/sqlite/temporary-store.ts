import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../../src/app/store-ports.ts';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import type { OpenStore } from '../../contracts/open-store.ts';

/** A directory of the test's own, and the call that removes it. */
export function temporaryDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'countersign-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs `body` with the path of a database that is not there yet, in a directory that is removed afterwards. */
export const withPath = (body: (path: string) => Promise<void>) => async (): Promise<void> => {
  const directory = temporaryDirectory();
  try {
    await body(join(directory.path, 'countersign.db'));
  } finally {
    directory.remove();
  }
};

/** A new, empty store on disk. */
export async function openTemporaryStore(): Promise<OpenStore> {
  const directory = temporaryDirectory();
  const options = { path: join(directory.path, 'countersign.db'), serving: true };
  let current: Store = await openSqliteStore(options);
  return {
    store: current,
    reopen: async () => {
      await current.close();
      current = await openSqliteStore(options);
      return current;
    },
    dispose: async () => {
      await current.close();
      directory.remove();
    },
  };
}
