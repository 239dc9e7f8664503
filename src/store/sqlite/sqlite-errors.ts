import { StoreUnavailable } from '../../app/store-ports.ts';

type SqliteError = Error & { readonly errcode: number; readonly errstr: string };

/** Primary result codes, https://www.sqlite.org/rescode.html. */
const CODE = {
  permission: 3,
  busy: 5,
  locked: 6,
  outOfMemory: 7,
  readOnly: 8,
  interrupted: 9,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  lockProtocol: 15,
  notADatabase: 26,
} as const;

const MEDIUM_FAILED: ReadonlySet<number> = new Set(Object.values(CODE));

/** After these the connection itself is as good as before. */
const CONNECTION_SOUND: ReadonlySet<number> = new Set([CODE.busy, CODE.locked, CODE.full]);

const DAMAGED: ReadonlySet<number> = new Set([CODE.corrupt, CODE.notADatabase]);

const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';

/** The low byte of an extended code is its primary one. */
const primaryCode = (error: unknown): number => (isSqliteError(error) ? error.errcode & 0xff : 0);

export const isDamage = (error: unknown): boolean => DAMAGED.has(primaryCode(error));

export const isBusy = (error: unknown): boolean => primaryCode(error) === CODE.busy;

/** Whether the medium failed, rather than a statement being wrong. */
export const mediumFailed = (error: unknown): boolean => MEDIUM_FAILED.has(primaryCode(error));

/** Whether the medium failed in a way after which only a new connection can be trusted. */
export const connectionSuspect = (error: unknown): boolean =>
  mediumFailed(error) && !CONNECTION_SOUND.has(primaryCode(error));

/** Whether a statement broke the uniqueness of `column`, written `table.column`. */
export const breaksUniqueness = (error: unknown, column: string): boolean =>
  isSqliteError(error) && error.message === `UNIQUE constraint failed: ${column}`;

export function unavailable(cause: unknown): StoreUnavailable {
  const what = isSqliteError(cause) ? cause.errstr : 'it could not be opened';
  return new StoreUnavailable(`the database cannot be used: ${what}`, { cause });
}
