import { Command } from 'commander';
import { Registry } from 'prom-client';
import packageJson from '../../package.json' with { type: 'json' };
import { createKey } from '../app/manage-keys.ts';
import { beginVault } from '../app/open-vault.ts';
import type { Log } from '../app/ports.ts';
import type { Settings } from '../config/settings.ts';
import { channelId } from '../kernel/ids.ts';
import { checkpointFile } from '../system/checkpoint-file.ts';
import { systemClock } from '../system/clock.ts';
import { systemEntropy } from '../system/entropy.ts';
import { jsonLog, logDestination } from '../system/logger.ts';
import { processMetrics } from '../system/metrics/process-metrics.ts';
import { startTracing } from '../system/tracing.ts';
import { believedWitnesses } from './believed-witnesses.ts';
import { buildChannels } from './build-channels.ts';
import { CommandFailed } from './command-failed.ts';
import { checkpointPathOf, databaseFileOf } from './data-places.ts';
import type { CheckpointPlace } from './keep-log.ts';
import { openFactSource } from './open-fact-source.ts';
import { openForServing } from './open-store.ts';
import { openVouchers } from './open-vouchers.ts';
import { openOwnTls } from './own-tls.ts';
import { policiesFor } from './policies-for.ts';
import { secretsOf, settingsOfCommand } from './settings-of-command.ts';
import { type RunningService, startService } from './start-service.ts';
import { tellOfCrash } from './tell-of-crash.ts';
import { leaveSupervisor, sayServing, superviseWorkers, workerPlace, workerToldToStop } from './workers.ts';

/** `countersign serve`: the service with the settings of the environment, until it is told to stop. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('run the service with the settings of the environment, .env and countersign.config.json')
    .addHelpText('after', '\nExample: WHATSAPP_NUMBER=5215512345678 countersign serve')
    .action(async () => {
      const settings = settingsOfCommand();
      if (settings.workers > 1 && workerPlace() === null) {
        process.exitCode = await superviseWorkers(settings.workers, logOf(settings));
        return;
      }
      // Heard from the very beginning: a stop in the middle of the start is a stop as well.
      const stop = workerToldToStop();
      await using opened = new AsyncDisposableStack();
      const running = await serve(settings, opened);
      // Of several workers one says it, and makes what keys there have to be.
      if (isFirstWorker()) await sayWhereItIs(running, settings);
      sayServing();
      await stop;
      running.service.log.info({}, 'stopping: no new requests are taken');
      await opened.disposeAsync();
      leaveSupervisor();
    });
}

/** Starts the service; whatever it opened is closed with `opened`, in reverse. */
async function serve(settings: Settings, opened: AsyncDisposableStack): Promise<RunningService> {
  const secrets = secretsOf(settings);
  const log = logOf(settings);
  tellOfCrash(log);
  const policies = policiesFor(settings);
  const channels = buildChannels(settings.channels, policies, systemClock, opened);
  const tracer = await startTracing(process.env, packageJson.version);
  if (tracer !== null) opened.defer(() => tracer.close());
  const registry = new Registry();
  processMetrics(registry, packageJson.version);
  const { store, notices, turns } = await openForServing(settings, log);
  try {
    const entropy = systemEntropy();
    const vault = await beginVault(store.secrets, secrets, entropy);
    const shared = store.sharedSecrets;
    const tls = await openOwnTls(settings, { clock: systemClock, log, entropy, vault, turns, shared });
    if (tls !== null) opened.defer(() => tls.stop());
    const running = await startService({
      ...settings,
      tls: tls?.first ?? null,
      vault,
      apiKey: null,
      channels,
      policies,
      factSource: openFactSource(settings, log, opened),
      store,
      clock: systemClock,
      entropy,
      notices,
      turns,
      checkpointPlace: placeOf(settings),
      believed: believedWitnesses(settings.vouchers),
      vouchers: await openVouchers(settings.vouchers, opened),
      evidence: { language: settings.audit.evidenceLanguage, timeZone: settings.audit.evidenceTimeZone },
      log,
      registry,
      ...(tracer === null ? {} : { tracer }),
    });
    opened.defer(async () => {
      // First, since it reads and writes in the store, which closes with the service.
      await tls?.stop();
      await running.close();
    });
    tls?.onRenewal((next) => running.renewCertificate(next));
    return running;
  } catch (error) {
    await store.close();
    throw portTaken(error) ?? error;
  }
}

const isFirstWorker = (): boolean => (workerPlace() ?? 1) === 1;

function placeOf(settings: Settings): CheckpointPlace {
  const path = checkpointPathOf(settings);
  return { checkpoint: checkpointFile(path), path, isOneOfSeveral: databaseFileOf(settings) === null };
}

const logOf = ({ logLevel }: Settings): Log => jsonLog(logLevel, logDestination(2));

/** What to tell the operator where a port cannot be opened; null for any other error. */
function portTaken(error: unknown): CommandFailed | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return null;
  const port = error instanceof Error && 'port' in error ? error.port : 'of API_PORT or WEB_PORT';
  const why = code === 'EACCES' ? 'may not be opened by this user' : 'is taken by another program';
  return new CommandFailed(`Port ${port} ${why}. Set API_PORT or WEB_PORT to another one.`);
}

/** A channel without a key lets no bot in: at the first start one is made for each, and shown this once. */
async function sayWhereItIs(running: RunningService, { channels }: Settings): Promise<void> {
  const { service } = running;
  const { clock, entropy, build } = service;
  const ring = { keys: service.store.keys, clock, entropy, build };
  const lines = [
    `Bots ask ${running.apiUrl} (documentation at /docs); people's links begin with ${running.webUrl}/`,
    `The operator's desk is at ${running.apiUrl}/desk; a key for it: countersign keys create --operator "Your name"`,
  ];
  for (const { name, keyHashes } of channels) {
    const channel = channelId(name);
    const keys = await ring.keys.list(channel);
    if (keyHashes.length > 0 || keys.some(({ scope }) => scope === 'bot')) continue;
    const { key } = await createKey(ring, { scope: 'bot', channel, name: 'made at the first start' });
    const whose = channels.length === 1 ? '' : ` of channel ${name}`;
    lines.push(`The API key${whose}, shown this once: ${key}`);
  }
  console.log(lines.join('\n'));
}
