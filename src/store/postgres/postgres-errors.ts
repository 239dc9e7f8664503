import { DatabaseError } from 'pg';
import { StoreUnavailable } from '../../app/store-ports.ts';
import { StoreRefused } from '../store-refused.ts';

/*
 * Which errors mean that the medium failed, by the classes of SQLSTATE
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */

/** Connection, no resources, operator intervention (shutdown, a session that was ended), system error. */
const MEDIUM_FAILED = /^(?:08|53|57|58)/;

/** A lock held too long, a transaction that could not be carried out beside another, a server that became a standby. */
const PASSING: ReadonlySet<string> = new Set(['55P03', '40001', '40P01', '25006', '25P03', 'XX001', 'XX002']);

/** The session goes on after these: a disk that is full, a statement that took too long. */
const CONNECTION_SOUND: ReadonlySet<string> = new Set(['53100', '53200', '57014', '55P03', '40001', '40P01']);

/** What the server answers to one who may not come in, or asks for what is not there. */
const TURNED_AWAY: Readonly<Record<string, string>> = {
  '28000': 'does not let this user in',
  '28P01': 'refuses the password',
  '3D000': 'has no database of that name',
  '42501': 'does not let this user change its tables',
};

const codeOf = (error: unknown): string | null =>
  error instanceof DatabaseError && typeof error.code === 'string' ? error.code : null;

function mediumFailed(error: unknown): boolean {
  const code = codeOf(error);
  // What is not from the server is from the line to it.
  if (code === null) return error instanceof Error && !(error instanceof DatabaseError);
  return MEDIUM_FAILED.test(code) || PASSING.has(code);
}

/** Whether the session itself can no longer be trusted. */
export function connectionLost(error: unknown): boolean {
  const code = codeOf(error);
  return mediumFailed(error) && (code === null || !CONNECTION_SOUND.has(code));
}

/** Whether a statement broke the unique constraint of that name. */
export const breaksUniqueness = (error: unknown, constraint: string): boolean =>
  codeOf(error) === '23505' && error instanceof DatabaseError && error.constraint === constraint;

/** The error as the ports promise it. What neither is the medium's nor the operator's fault stays as it is. */
export function judged(error: unknown): unknown {
  if (error instanceof StoreUnavailable || error instanceof StoreRefused) return error;
  const turnedAway = TURNED_AWAY[codeOf(error) ?? ''];
  if (turnedAway !== undefined) {
    return new StoreRefused(
      `The PostgreSQL server ${turnedAway}: check the user, the password and the database in DATABASE_URL.`,
      { cause: error },
    );
  }
  return mediumFailed(error) ? unavailable(error) : error;
}

export function unavailable(cause: unknown): StoreUnavailable {
  const code = codeOf(cause);
  const why =
    code !== null
      ? `PostgreSQL answered ${code}`
      : cause instanceof Error && 'code' in cause
        ? `no connection, ${cause.code}`
        : 'no connection';
  return new StoreUnavailable(`the database cannot be used: ${why}`, { cause });
}
