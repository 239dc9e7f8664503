import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel } from '../app/channel.ts';
import { createKey, EVERY_CHANNEL } from '../app/manage-keys.ts';
import type { Connector, Log } from '../app/ports.ts';
import { DEFAULT_POLICY, type Policy } from '../domain/policy/policy.ts';
import { toBase64url } from '../kernel/bytes.ts';
import { channelId } from '../kernel/ids.ts';
import { chatfuelConnector } from '../outbound/chatfuel.ts';
import { httpClient } from '../outbound/http-client.ts';
import { startChat } from '../standins/chat/chat-server.ts';
import { ANA } from '../standins/chat/person.ts';
import { startChatfuelStandIn } from '../standins/chatfuel.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';
import { systemClock } from '../system/clock.ts';
import { systemEntropy } from '../system/entropy.ts';
import { localNotices } from '../system/notices.ts';
import { openedLog } from './demo-log.ts';
import { type RunningService, startService } from './start-service.ts';

const HOST = '127.0.0.1';
const BOT_ID = 'lantern-savings';
const BUSINESS = 'Lantern Savings';

export type DemoOptions = {
  /** Of the chat page. 0: any that is free. */
  readonly port: number;
  /** How long a link is good for. */
  readonly seconds: number;
  readonly log: Log;
};

export type RunningDemo = {
  /** The page to open. */
  readonly url: string;
  readonly apiUrl: string;
  readonly apiKey: string;
  /** The operator's desk, and a key to sign in with. */
  readonly deskUrl: string;
  readonly deskKey: string;
  /** Where the database is, while the demo runs. */
  readonly folder: string;
  /** Stops everything and removes the folder. */
  close(): Promise<void>;
};

/**
 * The service on the embedded store in a folder of its own, a stand-in for the bot platform, and a chat: all of it in
 * this process and on the loopback address.
 * @throws where the port of the chat page is taken (`EADDRINUSE`) or not allowed (`EACCES`); nothing is left open then.
 */
export async function startDemo({ port, seconds, log }: DemoOptions): Promise<RunningDemo> {
  await using opened = new AsyncDisposableStack();
  const entropy = systemEntropy();
  const apiKey = `csk_${toBase64url(entropy.bytes(32))}`;

  const folder = mkdtempSync(join(tmpdir(), 'countersign-demo-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const token = toBase64url(entropy.bytes(16));
  const platform = await startChatfuelStandIn({ token, botId: BOT_ID });
  opened.defer(() => platform.close());
  // Before the service, whose links lead back to it.
  const chat = await startChat({ port, person: ANA, seconds });
  opened.defer(() => chat.close());
  const http = httpClient({ clock: systemClock, allowedHosts: [new URL(platform.url).hostname] });
  opened.defer(() => http.close());
  const connector = chatfuelConnector({ apiUrl: platform.url, botId: BOT_ID, token }, http);
  const running = await startDemoService({ seconds, folder, apiKey, log, chatUrl: chat.url, connector });
  opened.defer(() => running.close());

  platform.onSend(({ clientId, flow, attributes }) => chat.startFlow(clientId, flow, attributes));
  chat.connect({
    apiUrl: running.apiUrl,
    apiKey,
    calls: () => platform.calls,
    log: openedLog(running.service),
  });

  const { store, clock, build } = running.service;
  const ring = { keys: store.keys, clock, entropy, build };
  const operators = { scope: 'operator', channel: EVERY_CHANNEL, name: 'You' } as const;
  const { key: deskKey } = await createKey(ring, operators);
  const everything = opened.move();
  return {
    url: chat.url,
    apiUrl: running.apiUrl,
    apiKey,
    deskUrl: `${running.apiUrl}/desk`,
    deskKey,
    folder,
    close: () => everything.disposeAsync(),
  };
}

type ServiceParts = Pick<DemoOptions, 'seconds' | 'log'> &
  Pick<RunningDemo, 'folder' | 'apiKey'> & { readonly chatUrl: string; readonly connector: Connector };

async function startDemoService({
  seconds,
  folder,
  apiKey,
  log,
  chatUrl,
  connector,
}: ServiceParts): Promise<RunningService> {
  const entropy = systemEntropy();
  const policy: Policy = { ...DEFAULT_POLICY, ttlSeconds: seconds };
  const channel: Channel = {
    id: channelId('demo'),
    displayName: BUSINESS,
    connector: connector.name,
    tells: connector.events,
    sendsLink: connector.sendsLink,
    callbackOrigins: null,
    returnUrl: `${chatUrl}/`,
    returnMode: 'auto',
    policy,
    oneLiveLink: true,
  };
  const store = await openSqliteStore({ path: join(folder, 'countersign.db'), serving: true });
  try {
    return await startService({
      host: HOST,
      apiPort: 0,
      webPort: 0,
      publicUrl: null,
      tls: null,
      trustedProxies: [],
      secretKey: entropy.bytes(32),
      apiKey,
      securityContact: null,
      limits: { perKey: null, perAddress: null, dryRun: false },
      geoipFile: null,
      channels: [{ channel, connector }],
      policies: [policy],
      store,
      clock: systemClock,
      entropy,
      notices: localNotices(),
      log,
    });
  } catch (error) {
    await store.close();
    throw error;
  }
}
