import { Command, InvalidArgumentError, Option } from 'commander';
import type { ApiKey } from '../app/api-key.ts';
import { createKey, EVERY_CHANNEL, listKeys, revokeKey } from '../app/manage-keys.ts';
import type { Store } from '../app/store-ports.ts';
import { channelId, parseId } from '../kernel/ids.ts';
import { type Instant, toRfc3339 } from '../kernel/instant.ts';
import { systemClock } from '../system/clock.ts';
import { systemEntropy } from '../system/entropy.ts';
import { BUILD } from './build.ts';
import { CommandFailed } from './command-failed.ts';
import { openBesideService } from './open-store.ts';
import { settingsOfCommand } from './settings-of-command.ts';

/** `countersign keys …`: works beside a running service, which takes up the change with the next request. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('make, list and revoke the keys of bots, and of operators at the desk')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand());
}

type CreateFlags = {
  readonly channel: string;
  readonly operator?: true;
  readonly everyChannel?: true;
};

function createCommand(): Command {
  return new Command('create')
    .description('make a key and print it, this once')
    .argument('[name]', 'what the key is for, or whose it is', 'unnamed')
    .option('--channel <name>', 'the channel that it opens', 'default')
    .option('--operator', 'for a person at the desk, and not for a bot')
    .addOption(
      new Option('--every-channel', 'of all channels: for an operator only').implies({ operator: true }),
    )
    .addHelpText(
      'after',
      '\nExamples: countersign keys create "Chatfuel bot"\n          countersign keys create "Ana" --operator --every-channel',
    )
    .action(async (name: string, { channel, operator, everyChannel }: CreateFlags) => {
      await withStore(async (store) => {
        const { key, record } = await createKey(ringOf(store), {
          scope: operator ? 'operator' : 'bot',
          channel: everyChannel ? EVERY_CHANNEL : channelId(channel),
          name,
        });
        const what = operator ? 'the desk of ' : '';
        const which = everyChannel ? 'every channel' : `channel ${channel}`;
        console.log(`${record.id} opens ${what}${which}. The key, shown this once:`);
        console.log(key);
      });
    });
}

function listCommand(): Command {
  return new Command('list')
    .description('list the keys in the database, without the keys themselves')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample: countersign keys list')
    .action(async ({ json }: { readonly json?: true }) => {
      await withStore(async (store) => {
        const keys = (await listKeys(ringOf(store), null)).map(shownKey);
        if (json) console.log(JSON.stringify(keys, null, 2));
        else if (keys.length === 0) console.log('There are no keys. Make one: countersign keys create NAME');
        else console.table(keys);
      });
    });
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('end a key, at once or after some time in which the old and the new one both work')
    .argument('<id>', 'as keys list shows it')
    .option('--after <seconds>', 'how long it still works', wholeSeconds, 0)
    .addHelpText('after', '\nExample: countersign keys revoke key_01a2… --after 3600')
    .action(async (given: string, { after }: { readonly after: number }) => {
      const id = parseId('key', given);
      if (id === null) throw new CommandFailed(`${given} is no key's id: countersign keys list shows them.`);
      await withStore(async (store) => {
        const at = await revokeKey(ringOf(store), id, after);
        if (at === null) throw new CommandFailed(`There is no key ${id}: countersign keys list shows all.`);
        console.log(`${id} is refused from ${toRfc3339(at)} on.`);
      });
    });
}

const ringOf = (store: Store) => ({
  keys: store.keys,
  clock: systemClock,
  entropy: systemEntropy(),
  build: BUILD,
});

async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openBesideService(settingsOfCommand());
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

const shownKey = ({ id, scope, channel, name, createdAt, revokedAt }: ApiKey) => ({
  id,
  scope,
  channel,
  name,
  created_at: toRfc3339(createdAt),
  revoked_at: timeOrNull(revokedAt),
});

const timeOrNull = (at: Instant | null): string | null => (at === null ? null : toRfc3339(at));

function wholeSeconds(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of seconds.');
  return Number(text);
}
