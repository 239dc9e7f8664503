import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { isSecretBegun } from '../app/open-vault.ts';
import { rotateSecret } from '../app/rotate-secret.ts';
import { toBase64url } from '../kernel/bytes.ts';
import { previousPath, replaceKeyFile } from '../system/secret-key.ts';
import { CommandFailed } from './command-failed.ts';
import { progressBar } from './progress-bar.ts';
import { withServiceBeside } from './service-beside.ts';
import { secretKeyFileOf, secretsOf, settingsOfCommand } from './settings-of-command.ts';

const SECRET_BYTES = 32;

/** `countersign secret …`: replaces SECRET_KEY while the service goes on. */
export function secretCommand(): Command {
  return new Command('secret')
    .description('replace SECRET_KEY, under which everything private is sealed, while the service goes on')
    .addCommand(newCommand())
    .addCommand(rotateCommand());
}

function newCommand(): Command {
  return new Command('new')
    .description('make the next secret: in the key file, or printed for the settings')
    .addHelpText('after', '\nExample: countersign secret new')
    .action(() => {
      const settings = settingsOfCommand();
      const file = secretKeyFileOf(settings);
      if (file === null) {
        console.log(toBase64url(randomBytes(SECRET_BYTES)));
        console.error(
          'Set this as SECRET_KEY, and what is set now as SECRET_KEY_PREVIOUS. Restart the service. Then: countersign secret rotate',
        );
        return;
      }
      // Makes it where there is none yet, and looks whether it can be used.
      secretsOf(settings);
      replaceKeyFile(file);
      console.log(`${file} holds a new secret; the one before is in ${previousPath(file)}.`);
      console.log('Restart the service, which opens with both. Then: countersign secret rotate');
    });
}

function rotateCommand(): Command {
  return new Command('rotate')
    .description('put every key under the new secret, and see that each opens with it alone')
    .addHelpText('after', '\nExample, after the service was restarted with both: countersign secret rotate')
    .action(() =>
      withServiceBeside(async (service, settings) => {
        const secrets = secretsOf(settings);
        if (!(await isSecretBegun(service.store.secrets, secrets))) {
          throw new CommandFailed(
            'The service was not started with the new SECRET_KEY yet, and could not open what this moves. Restart it with both secrets first.',
          );
        }
        const outcome = await rotateSecret(service, progressBar());
        if (outcome.type === 'outrun') {
          throw new CommandFailed(
            'Keys are still being made under the old secret: another instance runs without the new one. Restart it with both, and run this again.',
          );
        }
        const { keys, changed } = outcome;
        console.log(`${changed} keys were put under the new secret; all ${keys} were opened with it alone.`);
        if (secrets.previous === null) return;
        const file = secretKeyFileOf(settings);
        const old =
          settings.secretKeyPrevious === null && file !== null
            ? `delete ${previousPath(file)}`
            : 'take SECRET_KEY_PREVIOUS out of the settings';
        console.log(
          `Keep a copy of the new secret apart from the database. In three days, when no bot repeats a request of before any more, ${old} and restart the service.`,
        );
      }),
    );
}
