import { Agent, request } from 'undici';
import { isLoopback } from '../../config/url-settings.ts';
import { CommandFailed } from '../command-failed.ts';
import { challengeRequestOf, type SimulatedClient } from './simulated-client.ts';

/** What is put under load. Origins have no slash at the end. */
export type Target = {
  readonly apiOrigin: string;
  readonly webOrigin: string;
  readonly apiKey: string;
};

export type TargetFlags = {
  readonly url: string;
  readonly web: string | undefined;
  readonly key: string;
  readonly anyHost: boolean;
};

const PATIENCE_MILLISECONDS = 10_000;

/** Only this machine's own services may have a certificate that nobody vouches for. */
export const tlsFor = (origin: string): { readonly rejectUnauthorized: boolean } => ({
  rejectUnauthorized: !isLoopback(new URL(origin)),
});

export const headersForApi = (apiKey: string) => ({
  authorization: `Bearer ${apiKey}`,
  'content-type': 'application/json',
});

/**
 * Tries the target with one challenge, which also tells where its links lead.
 * @throws CommandFailed where it is not to be loaded, does not answer, or refuses.
 */
export async function tryTarget(
  { url, web, key, anyHost }: TargetFlags,
  client: SimulatedClient,
): Promise<Target> {
  const apiOrigin = allowedOrigin(url, anyHost, '--url');
  const webOrigin = web === undefined ? null : allowedOrigin(web, anyHost, '--web');
  const link = await firstLink(apiOrigin, key, client);
  return { apiOrigin, apiKey: key, webOrigin: webOrigin ?? allowedOrigin(link, anyHost, 'Its links') };
}

/** @throws CommandFailed for an address that is none, or another host's without its owner's word. */
export function allowedOrigin(text: string, anyHost: boolean, what: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new CommandFailed(`${what}: ${text} is no address such as http://127.0.0.1:8000.`);
  }
  if (isLoopback(url) || anyHost) return url.origin;
  throw new CommandFailed(
    `${what}: ${url.origin} is not this machine, and a load test can put a service out of work. ` +
      'Where it is yours to load, say so with --i-own-this-host.',
  );
}

async function firstLink(origin: string, key: string, client: SimulatedClient): Promise<string> {
  const answer = await firstAnswer(origin, key, client);
  if (answer.status === 401) {
    throw new CommandFailed(
      `${origin} refuses the key: give one with --key that "countersign keys create" made.`,
    );
  }
  const link = answer.status === 201 ? linkIn(answer.body) : null;
  if (link !== null) return link;
  throw new CommandFailed(
    `${origin} answered ${answer.status} to POST /v1/challenges: is it the bots' side (API_PORT) of Countersign?`,
  );
}

async function firstAnswer(origin: string, key: string, client: SimulatedClient) {
  const dispatcher = new Agent({ connect: { ...tlsFor(origin), timeout: PATIENCE_MILLISECONDS } });
  try {
    const response = await request(`${origin}/v1/challenges`, {
      dispatcher,
      method: 'POST',
      headers: headersForApi(key),
      body: challengeRequestOf(client),
      headersTimeout: PATIENCE_MILLISECONDS,
    });
    return { status: response.statusCode, body: await response.body.text() };
  } catch (error) {
    throw new CommandFailed(
      `${origin} does not answer (${faultName(error)}): is the service running there?`,
      {
        cause: error,
      },
    );
  } finally {
    await dispatcher.destroy();
  }
}

/** What the network says went wrong, as its code. */
export function faultName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** The link in the answer to a request for a challenge; null where it holds none. */
export function linkIn(body: string): string | null {
  try {
    const parsed: unknown = JSON.parse(body);
    const isObject = typeof parsed === 'object' && parsed !== null;
    return isObject && 'url' in parsed && typeof parsed.url === 'string' ? parsed.url : null;
  } catch {
    return null;
  }
}
