import type { Turn, Turns } from '../../app/turns.ts';
import type { Statement } from './connection.ts';
import type { Line } from './line.ts';

/** Beside the number of the migrations' lock (migrate.ts), so that no other program's locks are meant: "CSgt". */
const LOCK_SPACE = 0x43536774;

const LOCKS: Readonly<Record<Turn, number>> = {
  sweep: 1,
  forget: 2,
  checkpoint: 3,
  vouch: 4,
  retain: 5,
  certificate: 6,
};

const TRY: Statement = { name: 'turn-try', text: 'SELECT pg_try_advisory_lock($1, $2) AS mine' };

const END: Statement = { name: 'turn-end', text: 'SELECT pg_advisory_unlock($1, $2)' };

/**
 * Turns by advisory locks of the server: they belong to a session and end with it, so that nobody has to judge whether
 * an instance is dead. One whose network is cut keeps its turn until the server notices, in about 6 seconds.
 */
export function postgresTurns(line: Line): Turns {
  return {
    async alone(turn, work) {
      const lock = [LOCK_SPACE, LOCKS[turn]];
      const connection = await line.connection();
      const [row] = (await connection.run(TRY, lock)).rows;
      if (row?.['mine'] !== true) return false;
      try {
        await work();
      } finally {
        // Where the session was lost, the lock went with it.
        if (connection.usable) await connection.run(END, lock);
      }
      return true;
    },
  };
}
