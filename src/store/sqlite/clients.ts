import type { Client, ClientRef } from '../../domain/challenge/challenge.ts';
import type { ChannelId } from '../../kernel/ids.ts';
import { integer } from '../columns.ts';
import { readClient } from '../rows.ts';
import type { Database } from './database.ts';

/** SQL of a pseudonym as the domain has it, in hexadecimal: read as text, which Node does faster than bytes. */
export const inHex = (column: string): string => `lower(hex(${column}))`;

/** For joins: `readClient` finds its columns beside another table's. */
export const CLIENT_COLUMNS = `
  clients.number AS client_number, clients.channel AS client_channel, ${inHex('clients.ref')} AS client_ref,
  clients.wrapped_key, clients.consecutive_failures, clients.locked_until, clients.answered, clients.ledger,
  clients.asked_at, clients.latest, clients.version AS client_version`;

const FIND = `SELECT ${CLIENT_COLUMNS} FROM clients WHERE channel = ? AND ref = unhex(?)`;

const VERSION = 'SELECT version FROM clients WHERE channel = ? AND ref = unhex(?)';

const NUMBER = 'SELECT number FROM clients WHERE channel = ? AND ref = unhex(?)';

const INSERT = `
  INSERT INTO clients (wrapped_key, consecutive_failures, locked_until, answered, ledger, asked_at, latest, version,
    channel, ref)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, unhex(?)) ON CONFLICT (channel, ref) DO NOTHING`;

const UPDATE = `
  UPDATE clients SET wrapped_key = ?, consecutive_failures = ?, locked_until = ?, answered = ?, ledger = ?,
    asked_at = ?, latest = ?, version = ?
  WHERE channel = ? AND ref = unhex(?) AND version = ?`;

export function findClient(database: Database, channel: ChannelId, ref: ClientRef): Client | null {
  const row = database.prepare(FIND).get(channel, ref);
  return row === undefined ? null : readClient(row);
}

/** 0 where there is no such client yet. */
export function clientVersion(database: Database, channel: ChannelId, ref: ClientRef): number {
  const row = database.prepare(VERSION).get(channel, ref);
  return row === undefined ? 0 : integer(row, 'version');
}

/** The row's number; null where there is no such client. */
export function clientNumber(database: Database, channel: ChannelId, ref: ClientRef): number | null {
  const row = database.prepare(NUMBER).get(channel, ref);
  return row === undefined ? null : integer(row, 'number');
}

/**
 * Writes a client, or nothing where it is not of that version.
 * @param expectedVersion 0 for a client that is not there yet.
 * @returns whether it was.
 */
export function writeClient(database: Database, expectedVersion: number, next: Client): boolean {
  const values = [
    next.wrappedKey,
    next.consecutiveFailures,
    next.lockedUntil,
    next.answered,
    JSON.stringify(next.ledger),
    JSON.stringify(next.askedAt),
    next.latest,
    next.version,
    next.channel,
    next.ref,
  ];
  const { changes } =
    expectedVersion === 0
      ? database.prepare(INSERT).run(...values)
      : database.prepare(UPDATE).run(...values, expectedVersion);
  return changes === 1;
}
