import { Command } from 'commander';
import { type AcceptOutcome, acceptLog } from '../app/accept-log.ts';
import { checkpointFile } from '../system/checkpoint-file.ts';
import { systemClock } from '../system/clock.ts';
import { systemEntropy } from '../system/entropy.ts';
import { BUILD } from './build.ts';
import { CommandFailed } from './command-failed.ts';
import { checkpointPathOf } from './data-places.ts';
import { newOrigin } from './new-origin.ts';
import { openBesideService } from './open-store.ts';
import { settingsOfCommand } from './settings-of-command.ts';
import { vaultOf } from './vault-of.ts';

/** `countersign audit …`: what an operator does with the log as a whole. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('go on with the log after its database was restored')
    .addCommand(acceptCommand());
}

function acceptCommand(): Command {
  return new Command('accept')
    .description(
      'go on with a log that an older copy of the database was put back of, or whose checkpoint file is lost',
    )
    .addHelpText('after', '\nExample, with the service stopped: countersign audit accept')
    .action(async () => {
      const settings = settingsOfCommand();
      const entropy = systemEntropy();
      const store = await openBesideService(settings);
      try {
        const vault = await vaultOf(settings, store, entropy);
        const origin = newOrigin(settings.publicUrl ?? 'http://localhost', entropy);
        const keeper = { store, vault, clock: systemClock, build: BUILD };
        console.log(inWords(await acceptLog(keeper, checkpointFile(checkpointPathOf(settings)), origin)));
      } finally {
        await store.close();
      }
    });
}

function inWords(outcome: AcceptOutcome): string {
  switch (outcome.type) {
    case 'sound':
      return 'The log is the one that was signed last: there is nothing to accept.';
    case 'accepted':
      return `The log goes on with ${outcome.size} entries as ${outcome.origin}. The last of them says that it was accepted.`;
    case 'broken':
      throw new CommandFailed(
        'The log does not go with its own entries: somebody changed one of them. Put back a copy of the database from before.',
      );
    case 'contested':
      throw new CommandFailed('The log was written to at the same time. Stop the service, and try again.');
  }
}
