import type { SharedSecrets } from '../../app/shared-secrets.ts';
import { blob } from '../columns.ts';
import type { Statement } from './connection.ts';
import { Database } from './database.ts';

const READ: Statement = { name: 'shared-read', text: 'SELECT sealed FROM shared_secrets WHERE name = $1' };

const WRITE: Statement = {
  name: 'shared-write',
  text: `INSERT INTO shared_secrets (name, sealed) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET sealed = EXCLUDED.sealed`,
};

const REPLACE: Statement = {
  name: 'shared-replace',
  text: 'UPDATE shared_secrets SET sealed = $3 WHERE name = $1 AND sealed = $2',
};

const REMOVE: Statement = {
  name: 'shared-remove',
  text: 'DELETE FROM shared_secrets WHERE name = $1 AND sealed = $2',
};

export function sharedSecrets(database: Database): SharedSecrets {
  return {
    read: async (name) => {
      const [row] = await database.read(READ, [name]);
      return row === undefined ? null : blob(row, 'sealed');
    },
    write: async (name, sealed) => {
      await database.write(WRITE, [name, sealed]);
    },
    replace: async (name, before, next) => {
      await (next === null
        ? database.write(REMOVE, [name, before])
        : database.write(REPLACE, [name, before, next]));
    },
  };
}

/** For a look beside the service, which changes nothing and needs no store. @throws StoreUnavailable */
export async function lookAtSharedSecrets<T>(
  url: string,
  look: (shared: SharedSecrets) => Promise<T>,
): Promise<T> {
  const database = new Database(url);
  try {
    return await look({ ...sharedSecrets(database), write: leave, replace: leave });
  } finally {
    await database.close();
  }
}

const leave = (): Promise<void> => Promise.resolve();
