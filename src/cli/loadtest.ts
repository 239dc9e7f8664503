import { Command, InvalidArgumentError, Option } from 'commander';
import type { LoadtestFlags, Part } from './loadtest/run-loadtest.ts';

const PARTS: readonly Part[] = ['create', 'page', 'journey'];

const NOTES = `
Parts: create asks for challenges, page opens pages, journey does all that a bot and a person do: ask, open
the page, answer it rightly. Without --url a service is started for it, on this machine and in a folder that is
removed at the end, beside a stand-in for the bot platform: a journey then counts once that was told the verdict.

Against a service of yours, the challenges are of clients that do not exist, and stay in its database; a platform
that it is connected to is told of them.

Examples:
  countersign loadtest
  countersign loadtest --part create --requests 10000 --connections 1000
  countersign loadtest --url http://127.0.0.1:8000 --key csk_…`;

/** `countersign loadtest`: how many requests or journeys a service takes, and how long each lasts. */
export function loadtestCommand(): Command {
  return new Command('loadtest')
    .description('put a service under load, and count successes, errors and how long they took')
    .option('--requests <number>', 'how many requests, or journeys', wholeNumber(10_000_000), 1000)
    .option('--connections <number>', 'how many at once', wholeNumber(10_000), 50)
    .addOption(new Option('--part <name>', 'what to load').choices(PARTS).default('journey'))
    .option('--url <url>', "the bots' side of a service that runs already (default: one of its own)")
    .option('--web <url>', "its person's side (default: where its links lead)")
    .addOption(new Option('--key <key>', 'its API key').env('API_KEY'))
    .option('--i-own-this-host', 'load another machine than this one')
    .addHelpText('after', NOTES)
    .action(async (flags: LoadtestFlags) => {
      // Loaded when it is asked for: no other command waits for the load library.
      const { runLoadtest } = await import('./loadtest/run-loadtest.ts');
      if (!(await runLoadtest(flags))) process.exitCode = 1;
    });
}

function wholeNumber(most: number): (given: string) => number {
  return (given) => {
    const number = /^\d{1,8}$/u.test(given) ? Number(given) : Number.NaN;
    if (number >= 1 && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most.toLocaleString('en')}.`);
  };
}
