import type { LogFault } from '../../app/check-log.ts';
import type { LogDamage } from '../../app/log-damage.ts';
import type { LogEntryFault } from '../../domain/audit/log-entry.ts';
import { unreachable } from '../../kernel/result.ts';
import { LogRefused } from '../log-refused.ts';

/** Where checkpoints came from that were held against the log. */
export type CheckpointFiles = { readonly outside: string; readonly start: string };

/** What does not hold of a log, what that means, and what to do, a line each. */
export function damageWords(damage: LogDamage, files: CheckpointFiles): string {
  return damage.type === 'start'
    ? startWords(damage.fault, files.start)
    : `The log does not hold. ${found(damage, files)}\n${WHAT_TO_DO}`;
}

const WHAT_TO_DO =
  'Keep the database as it is, as evidence, and make a copy of it. Find out who could write to it. Then put back the newest backup that holds; what "countersign evidence" made before stays good.';

function found(damage: Exclude<LogDamage, { type: 'start' }>, files: CheckpointFiles): string {
  switch (damage.type) {
    case 'entry_missing':
      return `Entry ${damage.index} is missing: it was deleted or moved away. Everything before it holds.`;
    case 'entry_altered':
      return `Entry ${damage.index} was altered: it is not the one whose hash was written with it. Everything before it holds.`;
    case 'tree_altered':
      return `Entry ${damage.index} ${damage.last === damage.index ? '' : `or one of those up to ${damage.last} `}was altered, moved or put in: the hash over them is not theirs. Everything before entry ${damage.index} holds.`;
    case 'entry_unreadable':
      return `Entry ${damage.index} is not an entry as this log writes them (${UNREADABLE[damage.why]}). Everything before it holds.`;
    case 'time_goes_back':
      return `Entry ${damage.index} says an earlier time than the one before it, which this log never writes. Everything before it holds.`;
    case 'filed_elsewhere':
      return `Entry ${damage.index} is filed under another challenge or channel than it names: it would not be found where it is looked for. Everything before it holds.`;
    case 'number_wrong':
      return `Entry ${damage.index} does not continue the count of its challenge's entries: one was left out or put in. Everything before it holds.`;
    case 'disclosure_missing':
      return `What entry ${damage.index} commits to of a person is gone, and no entry says that it was erased.`;
    case 'disclosure_altered':
      return `What is kept with entry ${damage.index} of a person is not what it commits to: it was altered, or SECRET_KEY is not the one of this database.`;
    case 'verdict_differs':
      return `Entry ${damage.index} has the verdict of ${damage.challenge}, and the challenge itself says another one. The entry is what was signed.`;
    case 'verdict_gone':
      return `Entry ${damage.index} has the verdict of ${damage.challenge}, and there is no such challenge any more, though nothing says that it was erased.`;
    case 'verdict_twice':
      return `Entry ${damage.index} is a second verdict of ${damage.challenge}, which has one already.`;
    case 'verdict_unlogged':
      return `The challenge ${damage.challenge} says that it ${damage.outcome}, and no entry of the log says so: the verdict did not come from this service.`;
    case 'checkpoint_broken':
      return `The checkpoint over ${damage.size} entries is not as this log signed it. Everything before entry ${damage.index} holds.`;
    case 'checkpoint_differs':
      return `Entry ${damage.index} or one of those up to ${damage.size - 1} is not what it was when the checkpoint over ${damage.size} entries was signed: they were rewritten since. Everything before entry ${damage.index} holds.`;
    case 'checkpoint_ahead':
      return `Entry ${damage.index} and those behind it are missing: a checkpoint was signed over ${damage.size} entries. An older copy of the database was put back, or the end of its log was cut off.`;
    case 'outside':
      return `${outsideIndex(damage.fault)}${new LogRefused(damage.fault, files.outside).message}`;
    case 'state_differs':
      return `${STATE[damage.what]} All entries hold.`;
    case 'keys_differ':
      return damage.index === null
        ? 'The signing keys in the database are not those that the entries of the log name: one was added, altered or taken away.'
        : `Entry ${damage.index} names a signing key that is not the one in the database.`;
    case 'keys_sealed':
      return 'A signing key in the database does not open: it was altered, or SECRET_KEY is not the one of this database.';
    case 'unreadable':
      return damage.what;
    default:
      return unreachable(damage);
  }
}

const outsideIndex = (fault: LogFault): string =>
  fault.type === 'behind' ? `Entry ${fault.size} and those behind it are missing. ` : '';

const UNREADABLE: Readonly<Record<LogEntryFault, string>> = {
  too_long: 'it is too long',
  not_json: 'it is no JSON',
  unknown_version: 'a newer version may have written it',
  malformed: 'its members do not go together',
  not_canonical: 'it is spelled otherwise',
};

const STATE: Readonly<Record<Extract<LogDamage, { type: 'state_differs' }>['what'], string>> = {
  size: 'The row beside the log says another number of entries than there are: entries were put in or taken away behind the last one.',
  tree: 'The row beside the log has other hashes than the entries give.',
  time: 'The row beside the log says another time than the last entry.',
  policy: 'The row beside the log names other rules than the last entry about rules.',
};

function startWords(fault: LogFault, file: string): string {
  switch (fault.type) {
    case 'behind':
      return `The log does not hold. Entry ${fault.size} and those behind it are missing: the checkpoint in ${file} is over ${fault.signed} entries. An older copy of the database was put back, or the end of its log was cut off.\n${WHAT_TO_DO}`;
    case 'differs':
      return `The log does not hold. Its first ${fault.signed} entries are not those of the checkpoint in ${file}: one of entries 0 to ${fault.signed - 1} was rewritten since. Without --from-checkpoint it may be told which.\n${WHAT_TO_DO}`;
    case 'other_log':
      return `The checkpoint in ${file} is of another log, ${fault.origin}: give one of this log, or set DATABASE_URL to the database that it belongs to.`;
    default:
      return `What is in ${file} is no checkpoint that this log signed: give what "countersign audit checkpoint" printed, to the letter.`;
  }
}
