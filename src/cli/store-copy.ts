import { Command } from 'commander';
import { type DatabaseSetting, databaseUrl } from '../config/database-url.ts';
import type { CopySource, CopyTarget } from '../store/copy/copy-side.ts';
import { copyStore } from '../store/copy/copy-store.ts';
import { postgresSource, postgresTarget } from '../store/copy/postgres-side.ts';
import { sqliteSource, sqliteTarget } from '../store/copy/sqlite-side.ts';
import { CommandFailed } from './command-failed.ts';
import { progressBar } from './progress-bar.ts';

/** `countersign store copy`: moves a stopped service to another kind of database. */
export function storeCommand(): Command {
  return new Command('store').description('move the service to another database').addCommand(
    new Command('copy')
      .description('copy everything from one database to another, empty one, and compare the two')
      .requiredOption('--from <url>', 'sqlite:… or postgres://…; no service may run on it')
      .requiredOption('--to <url>', 'the other kind; a copy that was broken off goes on where it was')
      .addHelpText(
        'after',
        '\nExample: countersign store copy --from sqlite:./data/countersign.db --to postgres://countersign@db/countersign',
      )
      .action(async ({ from, to }: { readonly from: string; readonly to: string }) => {
        const [one, other] = [accepted('--from', from), accepted('--to', to)];
        await using opened = new AsyncDisposableStack();
        const source = await sourceOf(one);
        opened.defer(() => source.close());
        const target = await targetOf(other);
        opened.defer(() => target.close());
        const { rows, entries } = await copyStore(source, target, progressBar());
        console.log(
          `${rows} rows are copied and compared, ${entries} entries of the log among them; its root is the same.`,
        );
        console.log('Start the service with the new DATABASE_URL and the same SECRET_KEY as before.');
        if (one.type === 'sqlite') {
          console.log(
            'Where none was set, the secret key is the text in countersign.key beside the old database.',
          );
        }
      }),
  );
}

function accepted(option: string, given: string): DatabaseSetting {
  const setting = databaseUrl(given);
  if (setting.ok) return setting.value;
  throw new CommandFailed(`${option} ${setting.error}.`);
}

const sourceOf = async (setting: DatabaseSetting): Promise<CopySource> =>
  setting.type === 'sqlite' ? sqliteSource(setting.file) : await postgresSource(setting.url);

const targetOf = async (setting: DatabaseSetting): Promise<CopyTarget> =>
  setting.type === 'sqlite' ? sqliteTarget(setting.file) : await postgresTarget(setting.url);
