import { randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CommandFailed } from './command-failed.ts';
import { type Traveller, traveller } from './loadtest/journey.ts';
import { loadWithJourneys } from './loadtest/journey-load.ts';
import type { LoadResult, Progress } from './loadtest/load-result.ts';
import { startOwnService } from './loadtest/own-service.ts';
import { progressLine } from './loadtest/progress-line.ts';
import { loadWithRequests } from './loadtest/request-load.ts';
import { resultText } from './loadtest/result-text.ts';
import { challengeRequestOf, simulatedClient } from './loadtest/simulated-client.ts';
import { headersForApi, type Target, tryTarget } from './loadtest/target.ts';
import type { ToldVerdicts } from './loadtest/told-verdicts.ts';
import { toldToStop } from './told-to-stop.ts';

const PARTS = ['create', 'page', 'journey'] as const;
type Part = (typeof PARTS)[number];

type LoadtestFlags = {
  readonly requests: number;
  readonly connections: number;
  readonly part: Part;
  readonly url?: string;
  readonly web?: string;
  readonly key?: string;
  readonly iOwnThisHost?: true;
};

const NAMES: Readonly<Record<Part, string>> = {
  create: 'requests for a challenge',
  page: 'requests for a page',
  journey: 'journeys',
};

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
      await using opened = new AsyncDisposableStack();
      const stopped = stopSignal();
      const run = randomBytes(4).toString('hex');
      const { target, told } = await targetOf(flags, run, opened);
      const { tally, ...rest } = await loadShown({ flags, target, told, run, stopped });
      if (stopped.aborted) console.log('Stopped before its end:');
      console.log(resultText(title(flags), { tally, ...rest }));
      if (tally.failed > 0 || stopped.aborted) process.exitCode = 1;
    });
}

type Load = {
  readonly flags: LoadtestFlags;
  readonly target: Target;
  readonly told: ToldVerdicts | null;
  readonly run: string;
  readonly stopped: AbortSignal;
};

async function loadShown(load: Load): Promise<LoadResult> {
  const { flags, target } = load;
  const line = progressLine(process.stderr, flags.requests);
  const people = traveller(target, Math.min(flags.connections, flags.requests));
  try {
    return await loadPart(load, people, line.update);
  } finally {
    line.end();
    await people.close();
  }
}

async function loadPart(
  { flags, target, told, run, stopped }: Load,
  people: Traveller,
  progress: Progress,
): Promise<LoadResult> {
  const { requests, connections } = flags;
  const shared = { requests, connections, stopped, progress };
  switch (flags.part) {
    case 'create':
      return await loadWithRequests({
        ...shared,
        origin: target.apiOrigin,
        method: 'POST',
        headers: headersForApi(target.apiKey),
        request: (nth) => ({
          path: '/v1/challenges',
          body: challengeRequestOf(simulatedClient(run, nth)),
        }),
        expected: 201,
      });
    case 'page': {
      const paths = await openLinks(people, run, Math.min(requests, MOST_PAGES));
      return await loadWithRequests({
        ...shared,
        origin: target.webOrigin,
        method: 'GET',
        headers: { accept: 'text/html' },
        request: (nth) => ({ path: paths[nth % paths.length] ?? '/' }),
        expected: 200,
      });
    }
    case 'journey':
      return await loadWithJourneys({
        traveller: people,
        journeys: requests,
        connections,
        run,
        told,
        stopped,
        progress,
      });
  }
}

const MOST_PAGES = 500;

/** The paths of that many links which are good for ten minutes. */
async function openLinks(people: Traveller, run: string, count: number): Promise<readonly string[]> {
  const paths = await Promise.all(
    Array.from({ length: count }, (_, nth) => people.create(simulatedClient(run, nth + 1), () => undefined)),
  );
  return paths.map((path) => {
    if (!path.ok) throw new CommandFailed(`The pages to open could not be made: ${path.error}.`);
    return path.value;
  });
}

type TargetAndTold = { readonly target: Target; readonly told: ToldVerdicts | null };

async function targetOf(
  flags: LoadtestFlags,
  run: string,
  opened: AsyncDisposableStack,
): Promise<TargetAndTold> {
  const { url, web, key, iOwnThisHost: anyHost = false } = flags;
  if (url !== undefined) {
    if (key === undefined) {
      throw new CommandFailed('--url needs the key of that service: give it with --key, or set API_KEY.');
    }
    return { target: await tryTarget({ url, web, key, anyHost }, simulatedClient(run, 0)), told: null };
  }
  if (web !== undefined) throw new CommandFailed('--web needs --url: name both sides of the service.');
  const own = await startOwnService();
  opened.defer(() => own.close());
  console.log(`A service of its own runs on ${own.apiUrl} for this, with its database in ${own.folder}.`);
  return {
    target: { apiOrigin: own.apiUrl, webOrigin: own.webUrl, apiKey: own.apiKey },
    told: own.told,
  };
}

/** Aborted when the process is told to stop: what was counted until then is shown. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  void toldToStop().then(() => controller.abort());
  return controller.signal;
}

const title = ({ requests, connections, part }: LoadtestFlags): string =>
  `${requests.toLocaleString('en')} ${NAMES[part]}, ${Math.min(connections, requests).toLocaleString('en')} at once,`;

function wholeNumber(most: number): (given: string) => number {
  return (given) => {
    const number = /^\d{1,8}$/u.test(given) ? Number(given) : Number.NaN;
    if (number >= 1 && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most.toLocaleString('en')}.`);
  };
}
