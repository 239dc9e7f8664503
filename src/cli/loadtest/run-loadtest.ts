import { randomBytes } from 'node:crypto';
import { CommandFailed } from '../command-failed.ts';
import { toldToStop } from '../told-to-stop.ts';
import { type Traveller, traveller } from './journey.ts';
import { loadWithJourneys } from './journey-load.ts';
import type { LoadResult, Progress } from './load-result.ts';
import { startOwnService } from './own-service.ts';
import { progressLine } from './progress-line.ts';
import { loadWithRequests } from './request-load.ts';
import { resultText } from './result-text.ts';
import { challengeRequestOf, simulatedClient } from './simulated-client.ts';
import { headersForApi, type Target, tryTarget } from './target.ts';
import type { ToldVerdicts } from './told-verdicts.ts';

export type Part = 'create' | 'page' | 'journey';

export type LoadtestFlags = {
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

/** Loads what the flags name, and shows the outcome. @returns whether everything went well. */
export async function runLoadtest(flags: LoadtestFlags): Promise<boolean> {
  await using opened = new AsyncDisposableStack();
  const stopped = stopSignal();
  const run = randomBytes(4).toString('hex');
  const { target, told } = await targetOf(flags, run, opened);
  const result = await loadShown({ flags, target, told, run, stopped });
  if (stopped.aborted) console.log('Stopped before its end:');
  console.log(resultText(title(flags), result));
  return result.tally.failed === 0 && !stopped.aborted;
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
