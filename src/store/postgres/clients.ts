import type { Client, ClientRef } from '../../domain/challenge/challenge.ts';
import type { ChannelId } from '../../kernel/ids.ts';
import { readClient } from '../rows.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';
import { bytes, hexBytes, type RowStatement, type RowsToWrite } from './rows-to-write.ts';

/** SQL of a pseudonym as the domain has it, in hexadecimal. */
export const inHex = (column: string): string => `encode(${column}, 'hex')`;

/** For joins: `readClient` finds its columns beside another table's. */
export const CLIENT_COLUMNS = `
  clients.channel AS client_channel, ${inHex('clients.ref')} AS client_ref,
  clients.wrapped_key, clients.consecutive_failures, clients.locked_until, clients.answered, clients.ledger,
  clients.asked_at, clients.latest, clients.version AS client_version`;

const FIND: Statement = {
  name: 'client-find',
  text: `SELECT ${CLIENT_COLUMNS} FROM clients WHERE channel = $1 AND ref = decode($2, 'hex')`,
};

const RECORDSET = `json_to_recordset($1) AS given (channel text, ref bytea, wrapped_key bytea, consecutive_failures integer,
  locked_until bigint, answered integer, ledger text, asked_at text, latest text, version integer, expected_version integer)`;

const INSERT: RowStatement = {
  name: 'clients-insert',
  place: 1,
  exactly: true,
  text: `
    INSERT INTO clients (channel, ref, wrapped_key, consecutive_failures, locked_until, answered, ledger, asked_at, latest, version)
    SELECT channel, ref, wrapped_key, consecutive_failures, locked_until, answered, ledger, asked_at, latest, version FROM ${RECORDSET}`,
};

const UPDATE: RowStatement = {
  name: 'clients-update',
  place: 2,
  exactly: true,
  text: `
    UPDATE clients SET wrapped_key = given.wrapped_key, consecutive_failures = given.consecutive_failures,
      locked_until = given.locked_until, answered = given.answered, ledger = given.ledger, asked_at = given.asked_at, latest = given.latest,
      version = given.version
    FROM ${RECORDSET}
    WHERE clients.channel = given.channel AND clients.ref = given.ref AND clients.version = given.expected_version`,
};

export async function findClient(
  database: Database,
  channel: ChannelId,
  ref: ClientRef,
): Promise<Client | null> {
  const [row] = await database.read(FIND, [channel, ref]);
  return row === undefined ? null : readClient(row);
}

/** @param expectedVersion the one that the guards gave; 0 for a client that is not there yet. */
export function writeClient(rows: RowsToWrite, expectedVersion: number, next: Client): void {
  rows.add(expectedVersion === 0 ? INSERT : UPDATE, {
    channel: next.channel,
    ref: hexBytes(next.ref),
    wrapped_key: bytes(next.wrappedKey),
    consecutive_failures: next.consecutiveFailures,
    locked_until: next.lockedUntil,
    answered: next.answered,
    ledger: JSON.stringify(next.ledger),
    asked_at: JSON.stringify(next.askedAt),
    latest: next.latest,
    version: next.version,
    expected_version: expectedVersion,
  });
}
