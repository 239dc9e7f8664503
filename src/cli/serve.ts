import { Command } from 'commander';
import { pino } from 'pino';
import type { Channel } from '../app/channel.ts';
import { createKey } from '../app/manage-keys.ts';
import type { Settings } from '../config/settings.ts';
import { DEFAULT_POLICY, type Policy } from '../domain/policy/policy.ts';
import { channelId } from '../kernel/ids.ts';
import { chatfuelConnector } from '../outbound/chatfuel.ts';
import { type HttpClient, httpClient } from '../outbound/http-client.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';
import { systemClock } from '../system/clock.ts';
import { systemEntropy } from '../system/entropy.ts';
import { jsonLog } from '../system/logger.ts';
import { localNotices } from '../system/notices.ts';
import { CommandFailed } from './command-failed.ts';
import { openOwnTls } from './own-tls.ts';
import type { ConfiguredChannel } from './service-options.ts';
import { secretKeyOf, settingsOfCommand } from './settings-of-command.ts';
import { type RunningService, startService } from './start-service.ts';
import { toldToStop } from './told-to-stop.ts';

const DEFAULT_CHANNEL = channelId('default');

/** `countersign serve`: the service with the settings of the environment, until it is told to stop. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('run the service with the settings of the environment, .env and countersign.config.json')
    .addHelpText('after', '\nExample: WHATSAPP_NUMBER=5215512345678 countersign serve')
    .action(async () => {
      const settings = settingsOfCommand();
      await using opened = new AsyncDisposableStack();
      const running = await serve(settings, opened);
      await sayWhereItIs(running, settings);
      await toldToStop();
      running.service.log.info({}, 'stopping: no new requests are taken');
    });
}

/** Starts the service; whatever it opened is closed with `opened`, in reverse. */
async function serve(settings: Settings, opened: AsyncDisposableStack): Promise<RunningService> {
  const secretKey = secretKeyOf(settings);
  const log = jsonLog(settings.logLevel, pino.destination({ fd: 2, sync: false }));
  const http = httpClient({ clock: systemClock, allowedHosts: allowedHosts(settings) });
  opened.defer(() => http.close());
  const store = await openSqliteStore({ path: settings.database.file, serving: true });
  try {
    // Behind the lock on the database, so that no two processes order certificates.
    const tls = await openOwnTls(settings, { clock: systemClock, log, entropy: systemEntropy() });
    if (tls !== null) opened.defer(() => tls.stop());
    const policy = policyOf(settings);
    const running = await startService({
      ...settings,
      tls: tls?.first ?? null,
      secretKey,
      channels: [channelOf(settings, policy, http)],
      policies: [policy],
      store,
      clock: systemClock,
      entropy: systemEntropy(),
      notices: localNotices(),
      log,
    });
    opened.defer(() => running.close());
    tls?.onRenewal((next) => running.renewCertificate(next));
    return running;
  } catch (error) {
    await store.close();
    throw portTaken(error) ?? error;
  }
}

/** What to tell the operator where a port cannot be opened; null for any other error. */
function portTaken(error: unknown): CommandFailed | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return null;
  const port = error instanceof Error && 'port' in error ? error.port : 'of API_PORT or WEB_PORT';
  const why = code === 'EACCES' ? 'may not be opened by this user' : 'is taken by another program';
  return new CommandFailed(`Port ${port} ${why}. Set API_PORT or WEB_PORT to another one.`);
}

const policyOf = ({ challengeTtlSeconds }: Settings): Policy => ({
  ...DEFAULT_POLICY,
  ttlSeconds: challengeTtlSeconds ?? DEFAULT_POLICY.ttlSeconds,
});

function channelOf(settings: Settings, policy: Policy, http: HttpClient): ConfiguredChannel {
  const connector = settings.chatfuel === null ? null : chatfuelConnector(settings.chatfuel, http);
  const channel: Channel = {
    id: DEFAULT_CHANNEL,
    displayName: settings.businessName,
    connector: connector?.name ?? null,
    tells: connector?.events ?? new Set(),
    sendsLink: connector?.sendsLink ?? false,
    callbackOrigins: null,
    returnUrl: settings.returnUrl,
    returnMode: settings.returnMode,
    policy,
    oneLiveLink: true,
  };
  return { channel, connector };
}

/** An address that the operator set himself may be one of his own network; Chatfuel's own is on the Internet. */
function allowedHosts({ chatfuel }: Settings): readonly string[] {
  const host = chatfuel === null ? 'api.chatfuel.com' : new URL(chatfuel.apiUrl).hostname;
  return host === 'api.chatfuel.com' ? [] : [host];
}

/** At the first start there is no key, and without one no bot gets in: one is made, and shown this once. */
async function sayWhereItIs(running: RunningService, settings: Settings): Promise<void> {
  const { service } = running;
  const ring = { keys: service.store.keys, clock: service.clock, entropy: service.entropy };
  const lines = [
    `Bots ask ${running.apiUrl} (documentation at /docs); people's links begin with ${running.webUrl}/`,
  ];
  if (settings.apiKey === null && (await ring.keys.list(null)).length === 0) {
    const { key } = await createKey(ring, DEFAULT_CHANNEL, 'made at the first start');
    lines.push(`The API key, shown this once: ${key}`);
  }
  for (const line of lines) console.log(line);
}
