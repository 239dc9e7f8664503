import { Command } from 'commander';
import { type AcceptOutcome, acceptLog } from '../../app/accept-log.ts';
import { CommandFailed } from '../command-failed.ts';
import { progressLine } from '../loadtest/progress-line.ts';
import { newOrigin } from '../new-origin.ts';
import { damageWords } from './damage-words.ts';
import { type LogBeside, withLogBeside } from './log-beside.ts';
import { stampHolds } from './stamp-holds.ts';

/** `countersign audit accept`: an operator's word that a log goes on although entries of it were lost. */
export const acceptCommand = (): Command =>
  new Command('accept')
    .description(
      'go on with a log that an older copy of the database was put back of, or whose checkpoint file is lost',
    )
    .option(
      '--replace-checkpoint',
      'even if the checkpoint file is not of this log: what it proves of another log is then lost',
    )
    .addHelpText('after', '\nExample, with the service stopped: countersign audit accept')
    .action(({ replaceCheckpoint = false }: { readonly replaceCheckpoint?: boolean }) =>
      withLogBeside((log) => accept(log, replaceCheckpoint)),
    );

async function accept(log: LogBeside, replacesOthers: boolean): Promise<void> {
  const { service, settings, outside, path } = log;
  const bar = progressLine(process.stderr, Math.max(1, await service.store.audit.size()));
  const outcome = await acceptLog(service, outside, {
    newOrigin: newOrigin(settings.publicUrl ?? 'http://localhost', service.entropy),
    replacesOthers,
    verification: {
      stampHolds,
      progress: (phase, done) => {
        if (phase === 'entries') bar.update(done, 0);
      },
    },
  });
  bar.end();
  console.log(inWords(outcome, path));
}

function inWords(outcome: AcceptOutcome, path: string): string {
  switch (outcome.type) {
    case 'sound':
      return 'The log is the one that was signed last: there is nothing to accept.';
    case 'accepted':
      return `The log goes on with ${outcome.size} entries as ${outcome.origin}. The last of them says that it was accepted.`;
    case 'broken':
      throw new CommandFailed(damageWords(outcome.damage, { outside: path, start: '' }));
    case 'not_ours':
      throw new CommandFailed(
        `${whose(outcome.origin, path)}\nIf the settings name the wrong database or file, mend DATABASE_URL or CHECKPOINT_FILE. If the file is of no use any more, keep a copy of it elsewhere; "countersign audit accept --replace-checkpoint" then puts this log's in its place.`,
      );
    case 'not_begun':
      throw new CommandFailed(
        `The database has no log yet: there is nothing to accept. To begin with an empty database, move ${path} away and start the service.`,
      );
    case 'contested':
      throw new CommandFailed('The log was written to at the same time. Stop the service, and try again.');
  }
}

const whose = (origin: string | null, path: string): string =>
  origin === null
    ? `What is in ${path} is no checkpoint at all, so nothing tells whether it was of this log.`
    : `The checkpoint in ${path} is of ${origin}, and no key of the log in this database signed it: it belongs to another log.`;
