import type { Rewrapped, SecretStore, WrappedKeyKind } from '../../app/privacy-ports.ts';
import { blob, integer, text } from '../columns.ts';
import { keyTable, parametersOf, partsOf } from '../wrapped-keys.ts';
import { inHex } from './clients.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';
import type { GroupCommit, Job } from './group-commit.ts';
import { bytes, type RowStatement } from './rows-to-write.ts';

const LASTING: Statement = { name: 'secrets-lasting', text: 'SELECT wrapped_keys FROM lasting_keys' };

const FIRST: Statement = {
  name: 'secrets-first',
  text: "INSERT INTO lasting_keys (name, wrapped_keys) VALUES ('lasting', $1) ON CONFLICT DO NOTHING",
};

const REPLACE: Statement = {
  name: 'secrets-replace',
  text: 'UPDATE lasting_keys SET wrapped_keys = $1 WHERE wrapped_keys = $2',
};

const COUNT: Statement = {
  name: 'secrets-count',
  text: `SELECT (SELECT count(*) FROM clients) + (SELECT count(*) FROM blocked_clients)
    + (SELECT count(*) FROM signing_keys WHERE wrapped_seed IS NOT NULL) AS keys`,
};

export function secretStore(database: Database, group: GroupCommit): SecretStore {
  return {
    lastingKeys: async () => {
      const [row] = await database.read(LASTING, []);
      return row === undefined ? null : blob(row, 'wrapped_keys');
    },
    keepLastingKeys: async (wrapped, instead) => {
      const { count } = await (instead === null
        ? database.write(FIRST, [wrapped])
        : database.write(REPLACE, [wrapped, instead]));
      return count === 1;
    },
    countWrapped: async () => integer((await database.read(COUNT, []))[0] ?? {}, 'keys'),
    wrappedKeys: async (kind, after, limit) => {
      const given = after === null ? [] : parametersOf(kind, after);
      const rows = await database.read(pageOf(kind, after !== null), [limit, ...given]);
      return rows.map((row) => ({ kind, name: text(row, 'name'), wrapped: blob(row, 'wrapped') }));
    },
    rewrap: (keys) => group.run(rewrap(keys)),
  };
}

function pageOf(kind: WrappedKeyKind, isNext: boolean): Statement {
  const { table, key, name, column } = keyTable(kind);
  const places = key.map((_, nth) => `$${nth + 2}`).join(', ');
  const behind = isNext ? `AND (${key.join(', ')}) > (${places})` : '';
  return {
    name: `secrets-${isNext ? 'next' : 'first'}-${kind}`,
    text: `SELECT ${name(inHex)} AS name, ${column} AS wrapped FROM ${table}
      WHERE ${column} IS NOT NULL ${behind} ORDER BY ${key.join(', ')} LIMIT $1`,
  };
}

const rewrap = (keys: readonly Rewrapped[]): Job<void> => ({
  touches: keys.map(({ kind, name }) => [kind, ...partsOf(kind, name)].join(' ')),
  ask: () => undefined,
  write: (_guards, rows) => {
    for (const { kind, name, wrapped, next } of keys) {
      rows.add(REWRAP[kind], { name, wrapped: bytes(wrapped), next: bytes(next) });
    }
  },
});

/** A client's row gets another version: whoever read it with the old key writes nothing of it back. */
const rewrapOf = (kind: WrappedKeyKind, found: string): RowStatement => {
  const { table, column } = keyTable(kind);
  return {
    name: `secrets-rewrap-${kind}`,
    place: 50,
    exactly: false,
    text: `
      UPDATE ${table} SET ${column} = given.next${kind === 'client' ? ', version = version + 1' : ''}
      FROM json_to_recordset($1) AS given (name text, wrapped bytea, next bytea)
      WHERE ${found} AND ${column} = given.wrapped`,
  };
};

const REWRAP: Readonly<Record<WrappedKeyKind, RowStatement>> = {
  client: rewrapOf(
    'client',
    "channel = left(given.name, -32) AND ref = decode(right(given.name, 32), 'hex')",
  ),
  blocked_client: rewrapOf('blocked_client', 'number = given.name::bigint'),
  signing_key: rewrapOf('signing_key', 'public_key = given.name'),
};
