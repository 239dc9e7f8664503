import { type Dispatcher, Pool } from 'undici';
import { err, ok, type Result } from '../../kernel/result.ts';
import { rightAnswers } from './right-answers.ts';
import { challengeRequestOf, type SimulatedClient } from './simulated-client.ts';
import { faultName, headersForApi, linkIn, type Target, tlsFor } from './target.ts';

/** The steps of a journey that somebody waits for. */
export type Step = 'create' | 'page' | 'answer';

export const STEPS: readonly Step[] = ['create', 'page', 'answer'];

/** Told of each step that went well, and how many milliseconds it took. */
export type Observe = (step: Step, milliseconds: number) => void;

/**
 * Kept connections to both sides of a service, on which any number of people go their way. Nothing here throws: each
 * step answers what the next one needs, or what went wrong.
 */
export interface Traveller {
  /** Asks for a challenge as a bot does. @returns the path of its link. */
  create(client: SimulatedClient, observe: Observe): Promise<Result<string, string>>;
  /** Opens the page. @returns the form that answers it rightly. */
  open(path: string, client: SimulatedClient, observe: Observe): Promise<Result<string, string>>;
  answer(path: string, form: string, observe: Observe): Promise<Result<null, string>>;
  /** All three. */
  go(client: SimulatedClient, observe: Observe): Promise<Result<null, string>>;
  close(): Promise<void>;
}

const PATIENCE_MILLISECONDS = 10_000;

/** A phone as they come: what it sends, and what the page's script says of it. */
const PHONE = {
  'user-agent':
    'Mozilla/5.0 (Linux; Android 15; SM-A556E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  'accept-language': 'es-MX,es;q=0.9,en;q=0.8',
};
const DEVICE = JSON.stringify({
  languages: ['es-MX', 'es'],
  platform: 'Android',
  timeZone: 'America/Mexico_City',
  cookiesEnabled: true,
  screenWidth: 412,
  screenHeight: 915,
  viewportWidth: 412,
  viewportHeight: 786,
  pixelRatio: 2.625,
});

const BROWSER_HEADERS = { ...PHONE, accept: 'text/html,application/xhtml+xml' };
const FORM_HEADERS = { ...BROWSER_HEADERS, 'content-type': 'application/x-www-form-urlencoded' };

/** @param connections to each side; more journeys than that at once wait for one another. */
export function traveller(target: Target, connections: number): Traveller {
  const api = poolFor(target.apiOrigin, connections);
  const web = poolFor(target.webOrigin, connections);
  const apiHeaders = headersForApi(target.apiKey);

  const create: Traveller['create'] = async (client, observe) => {
    const body = challengeRequestOf(client);
    const answer = await ask(api, { method: 'POST', path: '/v1/challenges', headers: apiHeaders, body });
    if (!answer.ok) return err(`create: ${answer.error}`);
    const link = URL.parse(linkIn(answer.value.body) ?? '');
    if (answer.value.status !== 201 || link === null) return err(`create: status ${answer.value.status}`);
    observe('create', answer.value.milliseconds);
    return ok(link.pathname);
  };

  const open: Traveller['open'] = async (path, client, observe) => {
    const page = await ask(web, { method: 'GET', path, headers: BROWSER_HEADERS, body: null });
    if (!page.ok) return err(`page: ${page.error}`);
    if (page.value.status !== 200) return err(`page: status ${page.value.status}`);
    observe('page', page.value.milliseconds);
    const answers = rightAnswers(page.value.body, client.birth);
    if (!answers.ok) return err(`page: ${answers.error}`);
    return ok(new URLSearchParams([...answers.value, ['device', DEVICE]]).toString());
  };

  const answer: Traveller['answer'] = async (path, form, observe) => {
    const sent = await ask(web, { method: 'POST', path, headers: FORM_HEADERS, body: form });
    if (!sent.ok) return err(`answer: ${sent.error}`);
    // Back to the chat by a redirect or, by RETURN_MODE, by a page.
    const { status, milliseconds } = sent.value;
    if (status !== 303 && status !== 200) return err(`answer: status ${status}`);
    observe('answer', milliseconds);
    return ok(null);
  };

  const go: Traveller['go'] = async (client, observe) => {
    const path = await create(client, observe);
    if (!path.ok) return path;
    const form = await open(path.value, client, observe);
    return form.ok ? await answer(path.value, form.value, observe) : form;
  };

  return {
    create,
    open,
    answer,
    go,
    close: async () => {
      await Promise.all([api.destroy(), web.destroy()]);
    },
  };
}

const poolFor = (origin: string, connections: number): Pool =>
  new Pool(origin, {
    connections,
    pipelining: 1,
    // HTTP/1.1, as most platforms and proxies ask: what a request costs differs between the two by half.
    allowH2: false,
    connect: { ...tlsFor(origin), timeout: PATIENCE_MILLISECONDS },
    headersTimeout: PATIENCE_MILLISECONDS,
    bodyTimeout: PATIENCE_MILLISECONDS,
  });

type Request = Pick<Dispatcher.RequestOptions, 'path'> & {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

type Answer = { readonly status: number; readonly body: string; readonly milliseconds: number };

/** One request and the whole of its answer; else the network's word for what went wrong. */
async function ask(pool: Pool, request: Request): Promise<Result<Answer, string>> {
  const since = performance.now();
  try {
    const response = await pool.request(request);
    const body = await response.body.text();
    return ok({ status: response.statusCode, body, milliseconds: performance.now() - since });
  } catch (error) {
    return err(faultName(error));
  }
}
