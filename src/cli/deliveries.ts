import { Command, InvalidArgumentError, Option } from 'commander';
import {
  type DeliveryFilter,
  findDelivery,
  giveDeliveriesUp,
  giveDeliveryUp,
  listDeliveries,
  type OperateOutcome,
  type Operating,
  type Scope,
  sendDeliveriesAgain,
  sendDeliveryAgain,
} from '../app/operate-deliveries.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import { SENT_AGAIN_WITHIN_DAYS } from '../domain/delivery/operate.ts';
import { channelId, type DeliveryId, parseId } from '../kernel/ids.ts';
import { type Instant, toRfc3339 } from '../kernel/instant.ts';
import { systemClock } from '../system/clock.ts';
import { localNotices } from '../system/notices.ts';
import { BUILD } from './build.ts';
import { CommandFailed } from './command-failed.ts';
import { openBesideService } from './open-store.ts';
import { settingsOfCommand } from './settings-of-command.ts';
import { timeOption } from './time-option.ts';

type Range = {
  readonly channel?: string;
  readonly challenge?: string;
  readonly status?: Delivery['status'];
  readonly since?: Instant;
  readonly until?: Instant;
  readonly json?: true;
};

const LISTED_AT_MOST = 100;

const WHY_NOT: Readonly<Record<Exclude<OperateOutcome['type'], 'changed' | 'unknown'>, string>> = {
  due_soon: 'it is being sent now, or within half a minute',
  too_old: `its event is more than ${SENT_AGAIN_WITHIN_DAYS} days ago`,
  not_pending: 'it was delivered or given up already',
};

/** `countersign deliveries …`: works beside a running service, which looks for what is due at least once a second. */
export function deliveriesCommand(): Command {
  return new Command('deliveries')
    .description('see how verdicts got to their platforms, send them again, or give them up')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(
      operateCommand(
        'retry',
        'send again, now, one delivery or all of a range',
        sendDeliveryAgain,
        sendDeliveriesAgain,
      ),
    )
    .addCommand(
      operateCommand(
        'give-up',
        'send no more, one delivery or all of a range',
        giveDeliveryUp,
        giveDeliveriesUp,
      ),
    );
}

function listCommand(): Command {
  return ranged(new Command('list').description(`list the newest ${LISTED_AT_MOST} of a range`))
    .addOption(new Option('--status <status>', 'only these').choices(['pending', 'delivered', 'given_up']))
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample: countersign deliveries list --status pending --since 2026-11-22')
    .action(async (range: Range) => {
      const { deliveries } = await withStore((operating) =>
        listDeliveries(operating, scopeOf(range), filterOf(range), LISTED_AT_MOST, null),
      );
      if (range.json) console.log(JSON.stringify(deliveries.map(shown), null, 2));
      else if (deliveries.length === 0) console.log('There are no deliveries in this range.');
      else for (const delivery of deliveries) console.log(inOneLine(delivery));
    });
}

function showCommand(): Command {
  return new Command('show')
    .description('show one delivery')
    .argument('<id>', 'as deliveries list shows it', deliveryId)
    .addHelpText('after', '\nExample: countersign deliveries show dlv_01a2…')
    .action(async (id: DeliveryId) => {
      const delivery = await withStore((operating) => findDelivery(operating, null, id));
      if (delivery === null) throw unknown(id);
      console.log(JSON.stringify(shown(delivery), null, 2));
    });
}

type One = (operating: Operating, scope: Scope, id: DeliveryId) => Promise<OperateOutcome>;
type Many = (operating: Operating, scope: Scope, filter: DeliveryFilter) => Promise<number>;

function operateCommand(name: string, description: string, one: One, many: Many): Command {
  return ranged(new Command(name).description(description))
    .argument('[id]', 'as deliveries list shows it; without one, all of the range', deliveryId)
    .addHelpText('after', `\nExample: countersign deliveries ${name} --channel default --since 2026-11-22`)
    .action(async (id: DeliveryId | undefined, range: Range) => {
      if (id === undefined && Object.keys(range).length === 0) {
        throw new CommandFailed(
          'Name a delivery, or say which ones you mean with --channel, --challenge, --since or --until.',
        );
      }
      const said = await withStore(async (operating) =>
        id === undefined
          ? `${await many(operating, scopeOf(range), filterOf(range))} deliveries were changed.`
          : inWords(await one(operating, scopeOf(range), id), id),
      );
      console.log(said);
    });
}

const ranged = (command: Command): Command =>
  command
    .option('--channel <name>', 'only those of this channel')
    .option('--challenge <id>', 'only those of this challenge')
    .option('--since <time>', 'only from this time on (RFC 3339, or a date)', timeOption)
    .option('--until <time>', 'only before this time', timeOption);

async function withStore<T>(work: (operating: Operating) => Promise<T>): Promise<T> {
  const store = await openBesideService(settingsOfCommand());
  try {
    return await work({ store, clock: systemClock, notices: localNotices(), build: BUILD });
  } finally {
    await store.close();
  }
}

const scopeOf = ({ channel }: Range): Scope => (channel === undefined ? null : channelId(channel));

function filterOf({ challenge, status, since, until }: Range): DeliveryFilter {
  const id = challenge === undefined ? null : parseId('challenge', challenge);
  if (challenge !== undefined && id === null) throw new CommandFailed(`${challenge} is no challenge's id.`);
  return { challenge: id, status: status ?? null, since: since ?? null, until: until ?? null };
}

function inWords(outcome: OperateOutcome, id: DeliveryId): string {
  switch (outcome.type) {
    case 'changed':
      return inOneLine(outcome.delivery);
    case 'unknown':
      throw unknown(id);
    default:
      throw new CommandFailed(`${id} was left as it is: ${WHY_NOT[outcome.type]}.`);
  }
}

const unknown = (id: DeliveryId): CommandFailed =>
  new CommandFailed(`There is no delivery ${id}: countersign deliveries list shows the newest.`);

const inOneLine = (delivery: Delivery): string => {
  const { id, channel, connector, event, status, attempts, lastError } = delivery;
  const error = lastError === null ? '' : `  ${lastError}`;
  return `${id}  ${toRfc3339(delivery.createdAt)}  ${channel}/${connector}  ${event}  ${status}, ${attempts} attempts${error}`;
};

const shown = (delivery: Delivery) => ({
  id: delivery.id,
  challenge: delivery.challenge,
  channel: delivery.channel,
  connector: delivery.connector,
  event: delivery.event,
  status: delivery.status,
  attempts: delivery.attempts,
  created_at: toRfc3339(delivery.createdAt),
  next_attempt_at: delivery.status === 'pending' ? toRfc3339(delivery.nextAttemptAt) : null,
  delivered_at: delivery.deliveredAt === null ? null : toRfc3339(delivery.deliveredAt),
  last_error: delivery.lastError,
});

function deliveryId(text: string): DeliveryId {
  const id = parseId('delivery', text);
  if (id === null) throw new InvalidArgumentError('It is no id of a delivery (dlv_ and 32 digits).');
  return id;
}
