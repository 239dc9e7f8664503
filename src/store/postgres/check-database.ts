import { type Finding, fault, fine } from '../../app/finding.ts';
import { Connection } from './connection.ts';

const CHECK = 'database';

/** Whether the server can be reached, lets this user in, and keeps its promises. Changes nothing. */
export async function checkDatabase(url: string): Promise<Finding> {
  try {
    await (await Connection.open(url)).close();
    return fine(CHECK, 'PostgreSQL answers, and each commit is on its disk before it is acknowledged.');
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'for no reason that is known';
    return fault(CHECK, reason, 'Check that PostgreSQL runs, and what DATABASE_URL names.');
  }
}
