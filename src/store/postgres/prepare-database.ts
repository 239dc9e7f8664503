import { readMigrations } from '../migrations/read-migrations.ts';
import type { Connection } from './connection.ts';
import { migrate } from './migrate.ts';

const MIGRATIONS = new URL('../migrations/postgres/', import.meta.url);

/** Brings a database to the newest schema. @throws StoreRefused where it is not ours, or a newer version's. */
export const prepareDatabase = (connection: Connection): Promise<void> =>
  migrate(connection, readMigrations(MIGRATIONS));
