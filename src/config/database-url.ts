import { err, ok } from '../kernel/result.ts';
import type { Read } from './setting-values.ts';

/** Where the service keeps what it knows. */
export type DatabaseSetting = {
  readonly type: 'sqlite';
  /** The path of the database file, relative to the working directory unless it begins with a slash. */
  readonly file: string;
};

/** `sqlite:path`, relative or absolute, or the URL form of an absolute one, `sqlite:///path`. */
export const databaseUrl: Read<DatabaseSetting> = (text) => {
  if (/^postgres(?:ql)?:/i.test(text)) {
    return err(
      'is a PostgreSQL database, which this version does not speak yet; use sqlite:./data/countersign.db',
    );
  }
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/i.exec(text)?.[1] ?? '';
  const isFile = file !== '' && !file.startsWith('//') && !file.endsWith('/') && !file.includes('\0');
  return isFile && !file.startsWith(':')
    ? ok({ type: 'sqlite', file })
    : err('must be sqlite: and the path of a file, such as sqlite:./data/countersign.db');
};
