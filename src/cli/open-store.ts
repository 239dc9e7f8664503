import type { Log, Notices } from '../app/ports.ts';
import type { Store } from '../app/store-ports.ts';
import { onlyInstance, type Turns } from '../app/turns.ts';
import type { Settings } from '../config/settings.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';
import { localNotices } from '../system/notices.ts';

/** What a service shares with the other instances on its database, or has for itself on the embedded one. */
export type OpenedForServing = { readonly store: Store; readonly notices: Notices; readonly turns: Turns };

/** @throws StoreRefused, StoreUnavailable */
export async function openForServing({ database }: Settings, log: Log): Promise<OpenedForServing> {
  if (database.type === 'postgres') {
    // The embedded store needs no client of PostgreSQL, and starts sooner without.
    const { openPostgresInstance } = await import('../store/postgres/instance.ts');
    return await openPostgresInstance(database.url, log);
  }
  const store = await openSqliteStore({ path: database.file, serving: true });
  return { store, notices: localNotices(), turns: onlyInstance };
}

/** For a command beside the service. @throws StoreRefused, StoreUnavailable */
export async function openBesideService({ database }: Settings): Promise<Store> {
  if (database.type === 'sqlite') return await openSqliteStore({ path: database.file, serving: false });
  const { openPostgresStore } = await import('../store/postgres/store.ts');
  return await openPostgresStore(database.url);
}
