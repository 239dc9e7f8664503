import { Command } from 'commander';
import { type ClientKeeper, type ClientPlace, type ClientView, showClient } from '../app/show-client.ts';
import { unlockClient } from '../app/unlock-client.ts';
import type { Settings } from '../config/settings.ts';
import { channelId } from '../kernel/ids.ts';
import { toRfc3339 } from '../kernel/instant.ts';
import { systemClock } from '../system/clock.ts';
import { systemEntropy } from '../system/entropy.ts';
import { BUILD } from './build.ts';
import { CommandFailed } from './command-failed.ts';
import { blockedCommand, eraseCommand } from './erase-client.ts';
import { openBesideService } from './open-store.ts';
import { settingsOfCommand } from './settings-of-command.ts';
import { vaultOf } from './vault-of.ts';

type Options = { readonly channel: string; readonly json?: true };
type Work = (keeper: ClientKeeper, place: ClientPlace, clientId: string) => Promise<ClientView | null>;

/** `countersign clients …`: works beside a running service, which takes up the change with the next request. */
export function clientsCommand(): Command {
  return new Command('clients')
    .description('see why a client is refused, unlock it, or have it erased')
    .addCommand(
      command(
        'show',
        'show why a client is refused, until when, and what its challenges have shown',
        showClient,
      ),
    )
    .addCommand(
      command(
        'unlock',
        "lift a client's lock and forget its wrong answers, with an entry in the log",
        unlockClient,
      ),
    )
    .addCommand(eraseCommand())
    .addCommand(blockedCommand());
}

const command = (name: string, description: string, work: Work): Command =>
  new Command(name)
    .description(description)
    .argument('<client-id>', 'as the bot names the client, in any spelling')
    .option('--channel <name>', 'the channel that it belongs to', 'default')
    .option('--json', 'as JSON')
    .addHelpText('after', `\nExample: countersign clients ${name} 5215512345678`)
    .action(async (clientId: string, { channel, json }: Options) => {
      const view = await withClient(channel, (keeper, place) => work(keeper, place, clientId));
      if (view === null) {
        throw new CommandFailed(
          `Nothing was ever asked of this client in channel ${channel}: check the id and the channel.`,
        );
      }
      console.log(json ? JSON.stringify(view, null, 2) : inWords(view));
    });

async function withClient<T>(
  channel: string,
  work: (keeper: ClientKeeper, place: ClientPlace) => Promise<T>,
): Promise<T> {
  const settings = settingsOfCommand();
  const place = placeOf(settings, channel);
  const entropy = systemEntropy();
  const store = await openBesideService(settings);
  try {
    const vault = await vaultOf(settings, store, entropy);
    return await work({ store, vault, clock: systemClock, build: BUILD }, place);
  } finally {
    await store.close();
  }
}

function placeOf({ channels, policies }: Settings, name: string): ClientPlace {
  const channel = channels.find((each) => each.name === name);
  if (channel === undefined) {
    const names = channels.map((each) => each.name).join(', ');
    throw new CommandFailed(`There is no channel ${name}. The settings name: ${names}.`);
  }
  const policy = policies.find((each) => each.name === channel.policy) ?? policies[0];
  if (policy === undefined) throw new RangeError('a service has at least one policy');
  return { id: channelId(name), policy };
}

function inWords({ state, until, consecutiveFailures, facts }: ClientView): string {
  const end = until === null ? '' : ` until ${toRfc3339(until)}`;
  const lines = [
    STATES[state](end),
    `Wrong answers in a row: ${consecutiveFailures}.`,
    ...facts.map(({ fact, challenges, wrongAnswers, exhausted }) => {
      const then = exhausted ? '; asked no more until the client is unlocked' : '';
      return `${fact}: in ${challenges} challenges, ${wrongAnswers} wrong answers since the last right one${then}.`;
    }),
  ];
  return lines.join('\n');
}

const STATES: Readonly<Record<ClientView['state'], (end: string) => string>> = {
  open: () => 'The client is not locked.',
  locked: (end) => `The client is locked after wrong answers${end}.`,
  locked_for_operator: () => 'The client is locked after wrong answers until it is unlocked.',
  asked_too_often: (end) =>
    `Challenges were asked for too often: the next one can be made when that is over${end}.`,
};
