import { err, ok } from '../kernel/result.ts';
import type { Read } from './setting-values.ts';

/** Where the service keeps what it knows. */
export type DatabaseSetting =
  | {
      readonly type: 'sqlite';
      /** The path of the database file, relative to the working directory unless it begins with a slash. */
      readonly file: string;
    }
  | {
      readonly type: 'postgres';
      /** As given, password included: not to be shown. */
      readonly url: string;
    };

/**
 * `sqlite:path`, relative or absolute, or the URL form of an absolute one, `sqlite:///path`; or
 * `postgres://user:password@host:port/database`, which several instances can share.
 */
export const databaseUrl: Read<DatabaseSetting> = (text) => {
  if (/^postgres(?:ql)?:/i.test(text)) {
    return namesDatabase(text)
      ? ok({ type: 'postgres', url: text })
      : err(
          'must name host and database, such as postgres://countersign:password@db.example:5432/countersign',
        );
  }
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/i.exec(text)?.[1] ?? '';
  const isFile = file !== '' && !file.startsWith('//') && !file.endsWith('/') && !file.includes('\0');
  return isFile && !file.startsWith(':')
    ? ok({ type: 'sqlite', file })
    : err(
        'must be sqlite: and the path of a file, such as sqlite:./data/countersign.db, or a postgres:// URL',
      );
};

function namesDatabase(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.hostname !== '' && /^\/[^/]+$/.test(url.pathname);
}
