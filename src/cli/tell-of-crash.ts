import type { Log } from '../app/ports.ts';

/**
 * Ends the process by a bug as Node does, with status 1, but tells of it in the log: its kind and where it happened. What
 * Node prints has its message too, which may quote what a request held.
 */
export function tellOfCrash(log: Log): void {
  process.once('uncaughtException', (error) => {
    log.error({ err: error }, 'the service ends by a fault of its own');
    process.exit(1);
  });
}
