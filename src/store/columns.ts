import { StoreBroken } from '../app/store-ports.ts';
import type { ClientRef, PhoneRef } from '../domain/challenge/challenge.ts';
import { type ChallengeId, type DeliveryId, type KeyId, parseId } from '../kernel/ids.ts';
import { type Instant, instant } from '../kernel/instant.ts';

/*
 * From what a row holds to what the domain means, column by column. The schema is strict and this service is the
 * only writer, so that a value which makes no sense is a bug or a tampered file: it throws, and names the column
 * but not the value.
 */

export type Row = Readonly<Record<string, unknown>>;

export class RowBroken extends StoreBroken {
  override readonly name = 'RowBroken';

  constructor(column: string) {
    super(
      `The database holds a value in ${column} that makes no sense. "countersign audit verify" says whether its log holds.`,
    );
  }
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new RowBroken(column);
  return value;
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new RowBroken(column);
  return value;
}

export function blob(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw new RowBroken(column);
  return value;
}

export const time = (row: Row, column: string): Instant => instant(integer(row, column));

/** What `read` reads, or null where the column is. */
export const nullable = <T>(read: (row: Row, column: string) => T, row: Row, column: string): T | null =>
  row[column] === null ? null : read(row, column);

/** Reads a text that must be one of a closed list. */
export const oneOf =
  <T extends string>(allowed: readonly T[]) =>
  (row: Row, column: string): T =>
    known(allowed.find((candidate) => candidate === row[column]) ?? null, column);

export const challengeId = (row: Row, column: string): ChallengeId =>
  known(parseId('challenge', text(row, column)), column);

export const deliveryId = (row: Row, column: string): DeliveryId =>
  known(parseId('delivery', text(row, column)), column);

export const keyId = (row: Row, column: string): KeyId => known(parseId('key', text(row, column)), column);

// Checked against the one form that a pseudonym has, of a client or of a phone.
export const clientRef = (row: Row, column: string): ClientRef => pseudonym(row, column) as ClientRef;
export const phoneRef = (row: Row, column: string): PhoneRef => pseudonym(row, column) as PhoneRef;

function pseudonym(row: Row, column: string): string {
  const value = text(row, column);
  if (!/^[0-9a-f]{32}$/.test(value)) throw new RowBroken(column);
  return value;
}

function known<T>(value: T | null, column: string): T {
  if (value === null) throw new RowBroken(column);
  return value;
}
