import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { answerChallenge } from '../app/answer-challenge.ts';
import { denyChallenge } from '../app/deny-challenge.ts';
import { withTestChannels } from '../app/desk-channels.ts';
import { expireChallenges } from '../app/expire-challenges.ts';
import { InFlight } from '../app/in-flight.ts';
import { hashOfKey } from '../app/manage-keys.ts';
import { publishedKeys } from '../app/published-keys.ts';
import type { Service } from '../app/service.ts';
import { onlyInstance } from '../app/turns.ts';
import { Vault } from '../app/vault.ts';
import { viewChallenge } from '../app/view-challenge.ts';
import { NO_VOUCHERS } from '../app/vouchers.ts';
import { DEFAULT_RETENTION } from '../config/retention-settings.ts';
import { buildApiServer } from '../http/api/api-server.ts';
import { apiUseCases } from '../http/api/api-use-cases.ts';
import { renewCertificate, type ServerTls } from '../http/hardened-server.ts';
import { buildPersonServer } from '../http/person/server.ts';
import { requestMetrics } from '../http/request-metrics.ts';
import { traceRequests } from '../http/trace-requests.ts';
import type { ChannelId } from '../kernel/ids.ts';
import { startDeliverer } from '../outbound/deliverer.ts';
import { tracedConnector } from '../outbound/traced-connector.ts';
import { questionWording } from '../pages/question-wording.ts';
import { every } from '../system/every.ts';
import { freePort } from '../system/free-port.ts';
import { openGeo } from '../system/geo.ts';
import { limits } from '../system/limits.ts';
import { certificateMetric } from '../system/metrics/certificate-metric.ts';
import { meteredStore } from '../system/metrics/metered-store.ts';
import { queueMetrics } from '../system/metrics/queue-metrics.ts';
import { storeMetrics } from '../system/metrics/store-metrics.ts';
import { voucherMetrics } from '../system/metrics/voucher-metrics.ts';
import { BUILD } from './build.ts';
import { printEvidence } from './evidence/print-evidence.ts';
import type { PrintStyle } from './evidence/print-order.ts';
import { keepLog } from './keep-log.ts';
import { keepRetention } from './keep-retention.ts';
import { keepVouching } from './keep-vouching.ts';
import type { ServiceOptions } from './service-options.ts';

const PLAIN_EVIDENCE: PrintStyle = { language: 'en', timeZone: 'UTC' };
/** How often what is due is looked for: an expired challenge is told within two seconds of its deadline. */
const SWEEP_MILLISECONDS = 500;
const FORGET_MILLISECONDS = 10 * 60 * 1000;
/** How long requests under way may take to end when the service stops; together with what follows less than ten seconds. */
const GRACE_MILLISECONDS = 6000;
/** And then deliveries: what is cut short is sent again at the next start. */
const LAST_DELIVERIES_MILLISECONDS = 3000;

export type RunningService = {
  readonly service: Service;
  readonly apiUrl: string;
  readonly webUrl: string;
  /** Serves a new certificate on both ports from the next handshake on; nothing over plain HTTP. */
  renewCertificate(tls: ServerTls): void;
  /** Stops taking, finishes what is under way, and closes the store. May be called again: it ends once. */
  close(): Promise<void>;
};

/** Opens both sides and starts what runs beside them. Rejects, with nothing left open but the store, where a port is taken. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const scheme = options.tls === null ? 'http' : 'https';
  const webPort = options.webPort === 0 ? await freePort(options.host) : options.webPort;
  const registry = options.registry ?? new Registry();
  const figures = storeMetrics(registry);
  const store = meteredStore(options.store, figures);
  const service = serviceOf(
    { ...options, store },
    registry,
    options.publicUrl ?? `${scheme}://localhost:${webPort}`,
  );
  const draining = new AbortController();
  const { api, person } = buildServers(options, service, registry, draining.signal);
  if (options.tracer !== undefined) {
    traceRequests(api, 'api', options.tracer);
    traceRequests(person, 'person', options.tracer);
  }
  const { clock, channels } = service;
  figures.expect(routesOf(channels));
  const told = options.channels.map(({ channel }) => channel.id);
  queueMetrics(registry, { deliveries: store.deliveries, channels: told, clock });
  const servesCertificate = certificateMetric(registry);
  if (options.tls !== null) servesCertificate(options.tls.cert);
  const turns = options.turns ?? onlyInstance;
  const log = await keepLog(service, options.checkpointPlace, turns);
  try {
    await person.listen({ host: options.host, port: webPort });
    await api.listen({ host: options.host, port: options.apiPort });
  } catch (error) {
    await Promise.all([api.close(), person.close(), log.stop()]);
    throw error;
  }
  const sweeper = every(
    SWEEP_MILLISECONDS,
    () => turns.alone('sweep', () => sweep(service)),
    failure(service, 'the sweep failed'),
  );
  const forgetter = every(
    FORGET_MILLISECONDS,
    () => turns.alone('forget', () => forget(service)),
    failure(service, 'old idempotency keys could not be removed'),
  );
  const retention = options.retention ?? DEFAULT_RETENTION;
  const retainer = keepRetention(service, retention, registry, turns);
  const deliverer = startDeliverer(service, connectorsOf(options));
  const vouching = keepVouching(service, options.vouchers ?? NO_VOUCHERS, voucherMetrics(registry), turns);

  const close = once(async () => {
    draining.abort();
    await pause((options.drainSeconds ?? 0) * 1000);
    const cutOff = setTimeout(() => {
      for (const { server } of [api, person]) server.closeAllConnections();
    }, GRACE_MILLISECONDS);
    await Promise.all([api.close(), person.close(), sweeper.stop(), forgetter.stop(), retainer.stop()]);
    clearTimeout(cutOff);
    await vouching.stop();
    await deliverer.stop(LAST_DELIVERIES_MILLISECONDS);
    await log.stop();
    await service.store.close();
  });
  return {
    service,
    apiUrl: `${scheme}://${authorityOf(api.server.address())}`,
    webUrl: service.publicUrl,
    renewCertificate: (tls) => {
      servesCertificate(tls.cert);
      for (const { server } of [api, person]) renewCertificate(server, tls);
    },
    close,
  };
}

/** The addresses that stand for every one of this machine, and where it then reaches itself. */
const UNSPECIFIED: ReadonlyMap<string, string> = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

/** Host and port as they stand in a URL. */
function authorityOf(address: AddressInfo | string | null): string {
  if (typeof address !== 'object' || address === null)
    throw new Error('a server that listens has an address');
  const host = UNSPECIFIED.get(address.address) ?? address.address;
  return `${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

const routesOf = (channels: Service['channels']) =>
  [...channels.values()].flatMap(({ id, connector }) =>
    connector === null ? [] : [{ channel: id, connector }],
  );

function serviceOf(options: ServiceOptions, registry: Registry, publicUrl: string): Service {
  const channels = options.channels.map(({ channel }) => channel);
  const [firstChannel] = channels;
  if (firstChannel === undefined) throw new RangeError('a service has at least one channel');
  return {
    store: options.store,
    clock: options.clock,
    entropy: options.entropy,
    vault: vaultOf(options),
    notices: options.notices,
    geo: openGeo(options.geoipFile),
    factSource: options.factSource ?? null,
    lists: options.lists ?? new Map(),
    limits: limits({ log: options.log, registry, dryRun: options.limits.dryRun }),
    wording: questionWording,
    log: options.log,
    inFlight: new InFlight(),
    configuredKeys: [
      ...(options.apiKey === null ? [] : [{ hash: hashOfKey(options.apiKey), channel: firstChannel.id }]),
      ...options.channels.flatMap(({ channel, keyHashes = [] }) =>
        keyHashes.map((hash) => ({ hash, channel: channel.id })),
      ),
    ],
    channels: withTestChannels(channels),
    policies: new Map(options.policies.map((policy) => [policy.name, policy])),
    witnesses: options.believed?.witnesses ?? [],
    quorum: options.believed?.quorum ?? 0,
    build: BUILD,
    publicUrl,
  };
}

function vaultOf({ vault, secretKey, entropy }: ServiceOptions): Vault {
  if (vault !== undefined) return vault;
  if (secretKey === undefined || secretKey === null) throw new RangeError('a service has a secret');
  return new Vault(secretKey, entropy);
}

function buildServers(options: ServiceOptions, service: Service, registry: Registry, draining: AbortSignal) {
  const metrics = requestMetrics(registry);
  const server = { tls: options.tls, trustedProxies: options.trustedProxies, draining };
  const style = options.evidence ?? PLAIN_EVIDENCE;
  const print = (bundle: string) => printEvidence(bundle, style);
  const api = buildApiServer({
    useCases: apiUseCases(service, {
      printEvidence: print,
      blockDays: (options.retention ?? DEFAULT_RETENTION).blocked,
    }),
    clock: service.clock,
    draining,
    lists: options.lists ?? new Map(),
    server,
    log: service.log,
    limits: service.limits,
    budgets: options.limits,
    registry,
    requestMetrics: metrics,
    desk: { service, printEvidence: print, timeZone: style.timeZone },
  });
  const person = buildPersonServer(
    {
      view: (token, visitor, preview) => viewChallenge(service, token, visitor, preview),
      answer: (token, fields, visitor) => answerChallenge(service, token, fields, visitor),
      deny: (token, visitor) => denyChallenge(service, token, visitor),
      publishedKeys: () => publishedKeys(service),
      channels: options.channels.map(({ channel }) => channel),
      publicUrl: service.publicUrl,
      securityContact: options.securityContact,
      clock: service.clock,
      log: service.log,
      requestMetrics: metrics,
    },
    server,
  );
  return { api, person };
}

function connectorsOf({ channels, tracer }: ServiceOptions) {
  const pairs = channels.flatMap(({ channel, connector }) => {
    if (connector === null) return [];
    const told = tracer === undefined ? connector : tracedConnector(connector, tracer);
    return [[channel.id, told] as const];
  });
  return new Map<ChannelId, (typeof pairs)[number][1]>(pairs);
}

async function sweep(service: Service): Promise<void> {
  const expired = await expireChallenges(service);
  if (expired > 0) service.log.info({ expired }, 'challenges expired');
}

async function forget(service: Service): Promise<void> {
  await service.store.challenges.forgetIdempotent(service.clock.now());
}

const failure =
  (service: Service, message: string) =>
  (error: unknown): void =>
    service.log.error({ err: error }, message);

function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | null = null;
  return () => {
    begun ??= work();
    return begun;
  };
}
