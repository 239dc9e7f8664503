import { dirname, join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { CommandFailed } from './command-failed.ts';

/** Where files go that have no database beside them. */
const ALONE = './data';

/** The embedded database's file; null where the database is a server. */
export const databaseFileOf = ({ database }: Settings): string | null =>
  database.type === 'sqlite' ? database.file : null;

/** The directory of what is kept beside the database: the secret key, certificates. */
export function dataDirectoryOf(settings: Settings): string {
  const file = databaseFileOf(settings);
  return file === null ? ALONE : dirname(file);
}

/** Where the last checkpoint of the log is kept outside the database. */
export const checkpointPathOf = (settings: Settings): string =>
  settings.audit.checkpointFile ?? join(dataDirectoryOf(settings), 'countersign.checkpoint');

/** @throws CommandFailed where the database is a server, which has its own ways for what the command does. */
export function requireDatabaseFile(settings: Settings, otherWay: string): string {
  const file = databaseFileOf(settings);
  if (file === null) throw new CommandFailed(`The database is a server's: ${otherWay}`);
  return file;
}
