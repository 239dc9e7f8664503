import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { parse } from 'node-html-parser';
import type { Channel } from '../../src/app/channel.ts';
import type { Service } from '../../src/app/service.ts';
import type { ServiceOptions } from '../../src/cli/service-options.ts';
import { startService } from '../../src/cli/start-service.ts';
import type { PrivateFields } from '../../src/domain/audit/private-fields.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy/policy.ts';
import { channelId } from '../../src/kernel/ids.ts';
import { chatfuelConnector } from '../../src/outbound/chatfuel.ts';
import { httpClient } from '../../src/outbound/http-client.ts';
import { startChatfuelStandIn } from '../../src/standins/chatfuel.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { systemClock } from '../../src/system/clock.ts';
import { systemEntropy } from '../../src/system/entropy.ts';
import { localNotices } from '../../src/system/notices.ts';
import { recordingLog } from '../fakes/log.ts';
import { openedEntries } from '../fakes/logged-entries.ts';

export const KEY = 'csk_test';
const BOT = { botId: 'bot-1', token: 'token-1' };

/** What of it is not as it comes. */
type Changes = Partial<Pick<ServiceOptions, 'factSource' | 'limits'>>;

/** A whole service on free ports, with a stand-in for Chatfuel behind it, as an attacker or a bot would find it. */
export async function runningService(context: TestContext, changes: Changes = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-flaws-'));
  const chatfuel = await startChatfuelStandIn(BOT);
  const http = httpClient({ clock: systemClock, allowedHosts: [new URL(chatfuel.url).hostname] });
  const log = recordingLog();
  const start = async () =>
    await startService({
      host: '127.0.0.1',
      apiPort: 0,
      webPort: 0,
      publicUrl: null,
      tls: null,
      trustedProxies: [],
      secretKey: new Uint8Array(32).fill(1),
      apiKey: KEY,
      securityContact: null,
      limits: { perKey: null, perAddress: null, dryRun: false },
      geoipFile: null,
      channels: [{ channel: CHANNEL, connector: chatfuelConnector({ apiUrl: chatfuel.url, ...BOT }, http) }],
      policies: [DEFAULT_POLICY],
      store: await openSqliteStore({ path: join(folder, 'countersign.db'), serving: true }),
      clock: systemClock,
      entropy: systemEntropy(),
      notices: localNotices(),
      log,
      ...changes,
    });
  let running = await start();
  context.after(async () => {
    await running.close();
    await http.close();
    await chatfuel.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    chatfuel,
    log,
    get apiUrl() {
      return running.apiUrl;
    },
    get webUrl() {
      return running.webUrl;
    },
    async restart() {
      await running.close();
      running = await start();
    },
    /** Runs one statement on the database file, as somebody who has the file can. */
    sql(statement: string): void {
      const database = new DatabaseSync(join(folder, 'countersign.db'));
      try {
        database.exec(statement);
      } finally {
        database.close();
      }
    },
    /** What the log keeps of every session, opened. */
    evidence: () => evidenceOf(running.service),
  };
}

/** Told through Chatfuel, and otherwise as the settings have it by default. */
export const CHANNEL: Channel = {
  id: channelId('default'),
  displayName: 'Example Bank',
  connector: 'chatfuel',
  tells: new Set(['passed', 'failed', 'expired']),
  sendsLink: false,
  callbackOrigins: null,
  returnUrl: 'https://wa.me/5215550000000',
  returnMode: 'auto',
  policy: DEFAULT_POLICY,
  oneLiveLink: true,
};

async function evidenceOf({ store, vault }: Service): Promise<readonly PrivateFields[]> {
  return (await openedEntries({ store, vault }, null)).map(({ fields }) => fields);
}

/** Asks for a page as a bot of the reference does. */
export async function ask(apiUrl: string, client: string, born = '1980-02-03'): Promise<Response> {
  const query = new URLSearchParams({
    client_id: client,
    telefono: '+5215512345678',
    flow_name: 'Balance',
    fecha_cumple: born,
    api_key: KEY,
  });
  return await fetch(`${apiUrl}/generate_dynamic_page?${query}`);
}

export async function linkOf(response: Response): Promise<string> {
  const body: unknown = await response.json();
  if (typeof body !== 'object' || body === null || !('dynamic_url' in body)) throw new Error('no link came');
  return String(body.dynamic_url);
}

export type ShownOption = { readonly value: string; readonly shows: string; readonly none: boolean };

/** What a link's page shows to anyone who opens it. */
export async function shownBy(
  link: string,
): Promise<{ readonly kind: string; readonly options: ShownOption[] }> {
  const page = parse(await (await fetch(link)).text());
  const fieldset = page.querySelector('fieldset[data-question]');
  const options = page.querySelectorAll('input[type=radio]').map((input) => {
    const label = page.querySelector(`label[for="${input.getAttribute('id')}"]`);
    const shows =
      label?.querySelector('time')?.getAttribute('datetime') ??
      label?.querySelector('data')?.getAttribute('value') ??
      'none';
    return {
      value: input.getAttribute('value') ?? '',
      shows,
      none: label?.hasAttribute('data-none') ?? false,
    };
  });
  return { kind: fieldset?.getAttribute('data-question') ?? '', options };
}

export const send = (link: string, fields: Record<string, string>): Promise<Response> =>
  fetch(link, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

/** The option that a person born on `born` would choose. */
export function rightOption(
  shown: { readonly kind: string; readonly options: readonly ShownOption[] },
  born = '1980-02-03',
): ShownOption {
  const [, month = 0, day = 0] = born.split('-').map(Number);
  const truth = shown.kind === 'date_of_birth' ? born : String(month + day);
  const option = shown.options.find(({ shows }) => shows === truth) ?? shown.options.find(({ none }) => none);
  if (option === undefined) throw new Error('the page offers no right answer');
  return option;
}

/** Resolves as soon as `found` answers something; fails after a minute. */
export async function eventually<T>(found: () => Promise<T | null> | T | null): Promise<T> {
  const until = performance.now() + 60_000;
  while (performance.now() < until) {
    const value = await found();
    if (value !== null) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not happen within a minute');
}
