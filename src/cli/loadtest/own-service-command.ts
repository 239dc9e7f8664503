import { once } from 'node:events';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Channel } from '../../app/channel.ts';
import { DEFAULT_POLICY } from '../../domain/policy/policy.ts';
import { toBase64url } from '../../kernel/bytes.ts';
import { channelId } from '../../kernel/ids.ts';
import { chatfuelConnector } from '../../outbound/chatfuel.ts';
import { httpClient } from '../../outbound/http-client.ts';
import { openSqliteStore } from '../../store/sqlite/store.ts';
import { systemClock } from '../../system/clock.ts';
import { systemEntropy } from '../../system/entropy.ts';
import { jsonLog } from '../../system/logger.ts';
import { localNotices } from '../../system/notices.ts';
import { type RunningService, startService } from '../start-service.ts';

export const SERVICE_COMMAND = 'loadtest-service';

export const BOT = { botId: 'load-test', token: 'load-test' };

/** What the service says in one line of JSON on standard output as soon as it takes requests. */
export type OwnServiceReady = { readonly apiUrl: string; readonly webUrl: string; readonly apiKey: string };

/** The service that a load test starts for itself: it runs until its standard input ends. */
export function loadtestServiceCommand(): Command {
  return new Command(SERVICE_COMMAND)
    .description('the service that loadtest starts for itself')
    .requiredOption('--folder <path>', 'where its database is')
    .requiredOption('--platform <url>', 'where the stand-in for the bot platform is')
    .addHelpText('after', '\nExample: countersign loadtest, which starts it')
    .action(async ({ folder, platform }: { readonly folder: string; readonly platform: string }) => {
      const apiKey = `csk_${toBase64url(systemEntropy().bytes(32))}`;
      const http = httpClient({ clock: systemClock, allowedHosts: [new URL(platform).hostname] });
      // The pace is Chatfuel's own; the stand-in takes all there is.
      const connector = {
        ...chatfuelConnector({ apiUrl: platform, ...BOT }, http),
        requestsPerSecond: null,
      };
      const running = await start(folder, apiKey, connector);
      const ready: OwnServiceReady = { apiUrl: running.apiUrl, webUrl: running.webUrl, apiKey };
      console.log(JSON.stringify(ready));
      process.stdin.resume();
      await once(process.stdin, 'end');
      await running.close();
      await http.close();
    });
}

async function start(
  folder: string,
  apiKey: string,
  connector: ReturnType<typeof chatfuelConnector>,
): Promise<RunningService> {
  const entropy = systemEntropy();
  const channel: Channel = {
    id: channelId('default'),
    displayName: 'Load Test',
    connector: connector.name,
    tells: connector.events,
    sendsLink: connector.sendsLink,
    callbackOrigins: null,
    returnUrl: 'https://wa.me/15550100',
    returnMode: 'auto',
    policy: DEFAULT_POLICY,
    oneLiveLink: true,
  };
  return await startService({
    host: '127.0.0.1',
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
    policies: [DEFAULT_POLICY],
    store: await openSqliteStore({ path: join(folder, 'countersign.db'), serving: true }),
    clock: systemClock,
    entropy,
    notices: localNotices(),
    log: jsonLog('warn', process.stderr),
  });
}
