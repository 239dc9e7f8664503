import type { LogFault } from '../app/check-log.ts';
import { unreachable } from '../kernel/result.ts';

/** Thrown where the log must not be gone on with: the message says what was found, and what to do. */
export class LogRefused extends Error {
  override readonly name = 'LogRefused';

  /** @param file where the last checkpoint is kept outside the database. */
  constructor(fault: LogFault, file: string) {
    super(`${whatWasFound(fault, file)}\n${WHAT_TO_DO[fault.type]}`);
  }
}

function whatWasFound(fault: LogFault, file: string): string {
  switch (fault.type) {
    case 'behind':
      return `The log in the database has ${fault.size} entries, but ${file} proves that it had ${fault.signed}: an older copy of the database was put back, or the end of its log was cut off.`;
    case 'differs':
      return `The first ${fault.signed} entries of the log in the database are not those that ${file} proves: the log was rewritten, or an older copy of the database was put back and written to.`;
    case 'outside_missing':
      return `The log in the database was signed up to entry ${fault.signed}, but the checkpoint that belongs outside of it is not in ${file}.`;
    case 'other_log':
      return `${file} holds the checkpoint of another log, ${fault.origin}: this database is not the one that it belongs to.`;
    case 'outside_broken':
      return `What is in ${file} is no checkpoint that this log signed.`;
    case 'state_broken':
      return "The log's own state in the database does not go with its entries: somebody changed one of them.";
    default:
      return unreachable(fault);
  }
}

const PUT_BACK =
  'Do not go on with it: put back the newest copy of the database that there is. If there is no newer one, and what it lacks is lost for good, "countersign audit accept" goes on without it, under a new name of the log and with an entry that says so.';

const WHAT_TO_DO: Readonly<Record<LogFault['type'], string>> = {
  behind: PUT_BACK,
  differs: PUT_BACK,
  outside_missing:
    'If the database was moved, move that file too, or set CHECKPOINT_FILE to where it is. If it is lost, "countersign audit accept" looks at the whole log and writes it anew.',
  other_log:
    'Set DATABASE_URL to the right database, or CHECKPOINT_FILE to its own file. To begin with an empty database, move that file away.',
  outside_broken:
    'Put the right file back. If it is lost, move it away; "countersign audit accept" then looks at the whole log and writes it anew.',
  state_broken:
    'Do not go on with it: "countersign audit verify" says which entry does not hold. Put back a copy of the database from before.',
};
