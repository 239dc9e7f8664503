import type { Rewrapped, SecretStore, WrappedKeyKind } from '../../app/privacy-ports.ts';
import { equalInConstantTime } from '../../kernel/constant-time.ts';
import { blob, integer, text } from '../columns.ts';
import { type KeyTable, keyTable, parametersOf } from '../wrapped-keys.ts';
import { inHex } from './clients.ts';
import type { Database } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

const LASTING = 'SELECT wrapped_keys FROM lasting_keys';
const FIRST = "INSERT INTO lasting_keys (name, wrapped_keys) VALUES ('lasting', ?)";
const REPLACE = 'UPDATE lasting_keys SET wrapped_keys = ?';

const COUNT = `
  SELECT (SELECT count(*) FROM clients) + (SELECT count(*) FROM blocked_clients)
    + (SELECT count(*) FROM signing_keys WHERE wrapped_seed IS NOT NULL) AS keys`;

export function secretStore(database: Database, group: GroupCommit): SecretStore {
  const lastingKeys = (): Uint8Array | null => {
    const row = database.prepare(LASTING).get();
    return row === undefined ? null : blob(row, 'wrapped_keys');
  };
  return {
    lastingKeys: async () => database.read(lastingKeys),
    keepLastingKeys: (wrapped, instead) =>
      group.run(() => {
        const found = lastingKeys();
        const isExpected =
          found === null || instead === null ? found === instead : equalInConstantTime(found, instead);
        if (isExpected) database.prepare(found === null ? FIRST : REPLACE).run(wrapped);
        return isExpected;
      }),
    countWrapped: async () => database.read(() => integer(database.prepare(COUNT).get() ?? {}, 'keys')),
    wrappedKeys: async (kind, after, limit) =>
      database.read(() => {
        const statement = database.prepare(pageOf(keyTable(kind), after));
        const given = after === null ? [] : parametersOf(kind, after);
        return statement
          .all(...given, limit)
          .map((row) => ({ kind, name: text(row, 'name'), wrapped: blob(row, 'wrapped') }));
      }),
    rewrap: (keys) =>
      group.run(() => {
        for (const key of keys) rewrap(database, key);
      }),
  };
}

function pageOf({ table, key, name, column }: KeyTable, after: string | null): string {
  const places = key.map(() => '?').join(', ');
  const behind = after === null ? '' : `AND (${key.join(', ')}) > (${places})`;
  return `SELECT ${name(inHex)} AS name, ${column} AS wrapped FROM ${table}
    WHERE ${column} IS NOT NULL ${behind} ORDER BY ${key.join(', ')} LIMIT ?`;
}

/** A client's row gets another version: whoever read it with the old key writes nothing of it back. */
function rewrap(database: Database, { kind, name, wrapped, next }: Rewrapped): void {
  const { table, key, column } = keyTable(kind);
  const version = kind === ('client' satisfies WrappedKeyKind) ? ', version = version + 1' : '';
  const found = key.map((part) => `${part} = ?`).join(' AND ');
  database
    .prepare(`UPDATE ${table} SET ${column} = ?${version} WHERE ${found} AND ${column} = ?`)
    .run(next, ...parametersOf(kind, name), wrapped);
}
