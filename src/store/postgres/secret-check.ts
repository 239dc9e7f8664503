import { equalInConstantTime } from '../../kernel/constant-time.ts';
import { deriveKey } from '../../kernel/digest.ts';
import { blob } from '../columns.ts';
import { StoreRefused } from '../store-refused.ts';
import type { Connection, Statement } from './connection.ts';

const FIRST: Statement = {
  name: 'secret-first',
  text: 'INSERT INTO secret_check (value_hash) VALUES ($1) ON CONFLICT DO NOTHING',
};

const FOUND: Statement = { name: 'secret-found', text: 'SELECT value_hash FROM secret_check' };

/**
 * Makes sure that all instances have the same secret: the first one leaves a value derived from its own, from which
 * nothing else can be found out.
 * @throws StoreRefused where the database was first used with another secret: nothing that it holds could be opened.
 */
export async function requireSameSecret(connection: Connection, secretKey: Uint8Array): Promise<void> {
  const mine = deriveKey(secretKey, 'countersign: which secret a database belongs to');
  await connection.run(FIRST, [mine]);
  const [row] = (await connection.run(FOUND)).rows;
  if (row !== undefined && equalInConstantTime(blob(row, 'value_hash'), mine)) return;
  throw new StoreRefused(
    'SECRET_KEY is not the one that this database was first used with, so nothing that it holds could be opened: set the same SECRET_KEY for every instance.',
  );
}
