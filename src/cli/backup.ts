import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { SealBroken, Vault } from '../app/vault.ts';
import type { Settings } from '../config/settings.ts';
import { backUp } from '../store/sqlite/backup.ts';
import { restore } from '../store/sqlite/restore.ts';
import { systemClock } from '../system/clock.ts';
import { systemEntropy } from '../system/entropy.ts';
import { CommandFailed } from './command-failed.ts';
import { requireDatabaseFile } from './data-places.ts';
import { secretKeyFileOf, secretsOf, settingsOfCommand } from './settings-of-command.ts';

/** `countersign backup`: works beside a running service, which it does not hold up. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('copy the database into one file, also while the service runs')
    .argument('<file>', 'where the copy goes; one that is there is replaced')
    .addHelpText('after', '\nExample: countersign backup /var/backups/countersign-2026-11-22.db')
    .action(async (file: string) => {
      const settings = settingsOfCommand();
      const path = requireDatabaseFile(settings, 'copy it with pg_dump, as the guide to backups says.');
      const { challenges } = await filesystem(file, () => backUp(path, file));
      console.log(`${file} holds the database as it was just now: ${challenges} challenges. It was checked.`);
      console.log(
        `${whereTheKeyIs(settings)} Without that key nothing of a person in the copy can be opened:`,
      );
      console.log('keep a copy of it as well, at another place than this one.');
    });
}

/** `countersign restore`: only while no service runs on the database. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description("put a backup in the database's place, while the service is stopped")
    .argument('<file>', 'as backup made it')
    .option('--force', 'where a database is there, put it aside')
    .addHelpText('after', '\nExample: countersign restore /var/backups/countersign-2026-11-22.db --force')
    .action(async (file: string, { force }: { readonly force?: true }) => {
      const settings = settingsOfCommand();
      const path = requireDatabaseFile(settings, 'restore it with pg_restore, as the guide to backups says.');
      const time = new Date(systemClock.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
      const before = force === undefined ? null : `${path}.before-${time}`;
      const restored = await filesystem(file, async () => restore({ source: file, path, before }));
      console.log(`${path} is the backup now: ${restored.challenges} challenges.`);
      if (restored.before !== null) console.log(`What was there before is ${restored.before}.`);
      const fits = restored.wrappedKey === null || opens(settings, restored.wrappedKey);
      if (!fits) {
        throw new CommandFailed(
          `The secret key does not open this database. ${whereTheKeyIs(settings)} Put the one back that it was written with, before the service starts.`,
        );
      }
      console.log(
        'The secret key fits. Verdicts that were on their way when the backup was made are sent again.',
      );
      console.log('Whether the log lacks anything: countersign audit verify');
      console.log(
        'If it does, and what it lacks is lost for good, say so before the start: countersign audit accept',
      );
    });
}

function whereTheKeyIs(settings: Settings): string {
  const file = secretKeyFileOf(settings);
  return file === null ? 'The secret key is the setting SECRET_KEY.' : `The secret key is in ${file}.`;
}

function opens(settings: Settings, wrappedKey: Uint8Array): boolean {
  const file = secretKeyFileOf(settings);
  // Not made here: the service would then start with it, and nobody would look for the right one.
  if (file !== null && !existsSync(file)) return false;
  try {
    new Vault(secretsOf(settings), systemEntropy()).unwrap(wrappedKey);
    return true;
  } catch (error) {
    if (error instanceof SealBroken) return false;
    throw error;
  }
}

/** @throws CommandFailed in place of what a file system says: full, read-only, not allowed. */
async function filesystem<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isSystems = error instanceof Error && 'syscall' in error && 'code' in error;
    if (!isSystems) throw error;
    throw new CommandFailed(`${file}: ${error.message}. Nothing was changed.`);
  }
}
