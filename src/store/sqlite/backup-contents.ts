import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { readMigrations } from '../migrations/read-migrations.ts';
import { StoreRefused } from '../store-refused.ts';
import { APPLICATION_ID } from './database.ts';
import { refuseNewer } from './migrate.ts';

export type BackupContents = {
  readonly challenges: number;
  /** A key of any client, as it is stored: opens with the SECRET_KEY that the database was written with, and no other. */
  readonly wrappedKey: Uint8Array | null;
};

const MIGRATIONS = new URL('../migrations/sqlite/', import.meta.url);

/**
 * Reads and checks a file that nobody writes to, and leaves nothing beside it.
 * @throws StoreRefused where it is no sound database of this program's, or of a newer version.
 */
export function inspectBackup(path: string): BackupContents {
  const location = pathToFileURL(path);
  // Promises SQLite that nobody changes the file: it then wants no lock and no log beside it.
  location.searchParams.set('immutable', '1');
  const database = open(location, path);
  try {
    if (!isSound(database)) {
      throw new StoreRefused(`${path} is damaged or is no backup of Countersign: take another one.`);
    }
    refuseNewer(database, readMigrations(MIGRATIONS));
    const { wrapped_key } = database.prepare('SELECT wrapped_key FROM clients LIMIT 1').get() ?? {};
    return {
      challenges: Number(database.prepare('SELECT count(*) AS count FROM challenges').get()?.['count']),
      wrappedKey: wrapped_key instanceof Uint8Array ? wrapped_key : null,
    };
  } finally {
    database.close();
  }
}

function open(location: URL, path: string): DatabaseSync {
  try {
    return new DatabaseSync(location, { readOnly: true });
  } catch (error) {
    throw new StoreRefused(`${path} cannot be read: check the path, and who may read the file.`, {
      cause: error,
    });
  }
}

function isSound(database: DatabaseSync): boolean {
  try {
    const id = database.prepare('PRAGMA application_id').get()?.['application_id'];
    return (
      id === APPLICATION_ID && database.prepare('PRAGMA integrity_check').get()?.['integrity_check'] === 'ok'
    );
  } catch {
    return false;
  }
}
