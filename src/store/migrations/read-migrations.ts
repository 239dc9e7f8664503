import { readdirSync, readFileSync } from 'node:fs';

/** One step from a schema to the next. */
export type Migration = {
  /** 1, 2, 3 and so on, in the order in which they are applied. */
  readonly number: number;
  readonly name: string;
  /** Whether a program that does not know this step must keep its hands off the database. */
  readonly breaking: boolean;
  readonly sql: string;
};

const FILE_NAME = /^(\d{4})-([a-z0-9-]+)\.sql$/;
const HEAD = /^-- breaking: (yes|no)\n/;

/**
 * The migrations of one kind of database: files `NNNN-what-it-does.sql` whose first line is `-- breaking: yes` or
 * `-- breaking: no`.
 * @throws Error where a file does not look like that or a number is missing: the checkout is wrong.
 */
export function readMigrations(directory: URL): readonly Migration[] {
  const names = readdirSync(directory).filter((name) => name.endsWith('.sql'));
  return names.sort().map((fileName, position) => {
    const [, digits, name] = FILE_NAME.exec(fileName) ?? [];
    if (name === undefined || Number(digits) !== position + 1) {
      throw new Error(`migration ${position + 1} is missing or misnamed: found ${fileName}`);
    }
    const sql = readFileSync(new URL(fileName, directory), 'utf8');
    const [, breaking] = HEAD.exec(sql) ?? [];
    if (breaking === undefined) throw new Error(`${fileName} does not begin with "-- breaking: yes" or "no"`);
    return { number: position + 1, name, breaking: breaking === 'yes', sql };
  });
}
