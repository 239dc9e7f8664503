import { Command } from 'commander';
import { type LoggedChallenge, type LogSearch, searchedAs, searchLog } from '../../app/log-search.ts';
import { type Instant, toRfc3339 } from '../../kernel/instant.ts';
import { CommandFailed } from '../command-failed.ts';
import { withServiceBeside } from '../service-beside.ts';
import { timeOption } from '../time-option.ts';

type Options = {
  readonly client?: string;
  readonly phone?: string;
  readonly since?: Instant;
  readonly json?: true;
};

/** `countersign audit search`: from what an officer knows to the id of a challenge. */
export const searchCommand = (): Command =>
  new Command('search')
    .description('find challenges in the log by client, phone or time, oldest first')
    .option('--client <id>', 'as the bot names the client, in any spelling')
    .option('--phone <number>', 'as the bot gave it, in any spelling')
    .option('--since <time>', 'made from this time on (RFC 3339, or a date)', timeOption)
    .option('--json', 'as JSON Lines')
    .addHelpText(
      'after',
      '\nExample: countersign audit search --phone "+52 1 55 1234 5678" --since 2026-11-01',
    )
    .action(search);

async function search({ client, phone, since, json }: Options): Promise<void> {
  const wanted: LogSearch = { clientId: client ?? null, phone: phone ?? null, since: since ?? null };
  if (Object.values(wanted).every((value) => value === null)) {
    throw new CommandFailed('Say what to look for: --client, --phone or --since.');
  }
  await withServiceBeside(async (service) => {
    let found = 0;
    for await (const challenge of searchLog(service, wanted)) {
      found += 1;
      console.log(json ? JSON.stringify(asJson(challenge)) : inOneLine(challenge));
    }
    if (json) return;
    if (found === 0) console.log(nothing(wanted));
    else console.log(`${found} found. What happened with one: countersign evidence chl_…`);
  });
}

function inOneLine({ challenge, channel, createdAt, verdict, indexes, isErased }: LoggedChallenge): string {
  const ending = verdict === null ? 'pending' : `${verdict.outcome} ${toRfc3339(verdict.at)}`;
  const entries = indexes.length === 1 ? `entry ${indexes[0]}` : `entries ${indexes.join(', ')}`;
  return `${challenge}  ${toRfc3339(createdAt)}  ${ending}  ${channel ?? ''}  ${entries}${isErased ? '  (erased)' : ''}`;
}

const asJson = ({ challenge, channel, createdAt, verdict, indexes, isErased }: LoggedChallenge) => ({
  challenge,
  channel,
  created_at: toRfc3339(createdAt),
  status: verdict?.outcome ?? 'pending',
  reason: verdict?.reason ?? null,
  decided_at: verdict === null ? null : toRfc3339(verdict.at),
  entries: indexes,
  erased: isErased,
});

function nothing({ clientId, phone, since }: LogSearch): string {
  const looked = [
    ...(clientId === null ? [] : [`client ${searchedAs(clientId)}`]),
    ...(phone === null ? [] : [`phone ${searchedAs(phone)}`]),
    ...(since === null ? [] : [`since ${toRfc3339(since)}`]),
  ].join(', ');
  return `Nothing was found for ${looked}. Either nothing was ever asked of them, or what could be found of them was erased, or the time for which that is kept is over (RETAIN_CHALLENGES_DAYS).`;
}
