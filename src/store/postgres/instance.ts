import type { Log, Notices } from '../../app/ports.ts';
import type { Store } from '../../app/store-ports.ts';
import type { Turns } from '../../app/turns.ts';
import { Line } from './line.ts';
import { postgresNotices } from './notices.ts';
import { openPostgresStore } from './store.ts';
import { postgresTurns } from './turns.ts';

/** What one of several instances has of their common database. */
export type PostgresInstance = { readonly store: Store; readonly notices: Notices; readonly turns: Turns };

/**
 * Opens the store, and the two sessions by which instances hear of one another and take turns; closing the store
 * closes them too.
 * @throws StoreRefused, StoreUnavailable as `openPostgresStore`.
 */
export async function openPostgresInstance(url: string, log: Log): Promise<PostgresInstance> {
  const store = await openPostgresStore(url);
  const notices = postgresNotices(new Line(url), log);
  const turnsLine = new Line(url);
  return {
    notices,
    turns: postgresTurns(turnsLine),
    store: {
      ...store,
      close: async () => {
        await Promise.all([store.close(), notices.close(), turnsLine.close()]);
      },
    },
  };
}
