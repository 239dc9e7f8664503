import { Command } from 'commander';
import { type BlockedChallenge, consultBlocked, reasonDigest } from '../app/consult-blocked.ts';
import { type EraseOutcome, type Eraser, eraseClient } from '../app/erase-client.ts';
import type { Settings } from '../config/settings.ts';
import { type ChannelId, channelId } from '../kernel/ids.ts';
import { toRfc3339 } from '../kernel/instant.ts';
import { questionWording } from '../pages/question-wording.ts';
import { systemClock } from '../system/clock.ts';
import { openGeo } from '../system/geo.ts';
import { localNotices } from '../system/notices.ts';
import { buildChannels } from './build-channels.ts';
import { CommandFailed } from './command-failed.ts';
import { type ServiceBeside, withServiceBeside } from './service-beside.ts';

type Options = { readonly channel: string; readonly json?: true };

export const eraseCommand = (): Command =>
  new Command('erase')
    .description("erase what is kept of a client, at once or after BLOCK_DAYS; the log's entries stay")
    .argument('<client-id>', 'as the bot names the client, in any spelling')
    .option('--channel <name>', 'the channel that it belongs to', 'default')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample: countersign clients erase 5215512345678')
    .action(async (clientId: string, { channel, json }: Options) => {
      const outcome = await withServiceBeside(async (service, settings) => {
        const id = namedChannel(settings, channel);
        await using opened = new AsyncDisposableStack();
        return await eraseClient(
          eraserOf(service, settings, opened),
          id,
          clientId,
          settings.retention.blocked,
        );
      });
      console.log(json ? JSON.stringify(shownOutcome(outcome), null, 2) : outcomeInWords(outcome));
    });

export const blockedCommand = (): Command =>
  new Command('blocked')
    .description('show what is blocked of a client, for a reason, of which the log keeps a digest')
    .argument('<client-id>', 'as the bot names the client, in any spelling')
    .requiredOption('--reason <text>', 'why it is looked at; keep the same text in your file')
    .option('--channel <name>', 'the channel that it belongs to', 'default')
    .addHelpText(
      'after',
      '\nExample: countersign clients blocked 5215512345678 --reason "court order 17/2026"',
    )
    .action(async (clientId: string, options: Options & { readonly reason: string }) => {
      const reason = options.reason.trim();
      if (reason === '') throw new CommandFailed('Say why you look at it: --reason "…".');
      const found = await withServiceBeside((service, settings) =>
        consultBlocked(service, namedChannel(settings, options.channel), clientId, reason),
      );
      if (found.length === 0) {
        throw new CommandFailed(`Nothing is blocked of this client in channel ${options.channel}.`);
      }
      console.error(`The log keeps that you looked, and this digest of the reason: ${reasonDigest(reason)}`);
      console.log(JSON.stringify(found.map(shownChallenge), null, 2));
    });

function namedChannel({ channels }: Settings, name: string): ChannelId {
  if (channels.some((each) => each.name === name)) return channelId(name);
  const names = channels.map((each) => each.name).join(', ');
  throw new CommandFailed(`There is no channel ${name}. The settings name: ${names}.`);
}

function eraserOf(service: ServiceBeside, settings: Settings, opened: AsyncDisposableStack): Eraser {
  const configured = buildChannels(settings.channels, [...service.policies.values()], systemClock, opened);
  return {
    ...service,
    channels: new Map(configured.map(({ channel }) => [channel.id, channel])),
    geo: openGeo(settings.geoipFile),
    wording: questionWording,
    notices: localNotices(),
  };
}

const shownOutcome = ({ state, until, challenges, isRemembered }: EraseOutcome) => ({
  state,
  until: until === null ? null : toRfc3339(until),
  challenges,
  remembered: isRemembered,
});

function outcomeInWords({ state, until, challenges, isRemembered }: EraseOutcome): string {
  const what = `${challenges} ${challenges === 1 ? 'challenge' : 'challenges'}`;
  const done =
    state === 'erased'
      ? `Erased: what was kept of the client in ${what}. The log keeps its entries, which name nobody.`
      : `Blocked: what was kept of the client in ${what}. It is erased on ${until === null ? 'its day' : toRfc3339(until)}.`;
  const rest =
    'Wrong answers and requests still count on a keyed pseudonym of the client, so that erasing lifts no lock.';
  return isRemembered ? `${done}\n${rest}` : done;
}

const shownChallenge = ({ id, blockedAt, eraseAt, entries }: BlockedChallenge) => ({
  challenge: id,
  blocked_at: toRfc3339(blockedAt),
  erase_at: toRfc3339(eraseAt),
  entries: entries.map(({ index, type, time, fields }) => ({ index, type, time: toRfc3339(time), fields })),
});
