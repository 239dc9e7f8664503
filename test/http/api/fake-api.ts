import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { Registry } from 'prom-client';
import type { ChallengeView } from '../../../src/app/challenge-view.ts';
import type { Channel } from '../../../src/app/channel.ts';
import type { ChallengeRequest } from '../../../src/app/create-outcome.ts';
import type { VerdictEvent } from '../../../src/app/list-events.ts';
import type { ClientView } from '../../../src/app/show-client.ts';
import type { Delivery } from '../../../src/domain/delivery/delivery.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy/policy.ts';
import { buildApiServer } from '../../../src/http/api/api-server.ts';
import type { ApiUseCases } from '../../../src/http/api/api-use-cases.ts';
import type { Budgets } from '../../../src/http/api/budgets.ts';
import type { Problem } from '../../../src/http/problem.ts';
import { requestMetrics } from '../../../src/http/request-metrics.ts';
import { channelId, makeId, parseId } from '../../../src/kernel/ids.ts';
import { type Instant, instant } from '../../../src/kernel/instant.ts';
import { recordingLimits } from '../../fakes/limits.ts';
import { recordingLog } from '../../fakes/log.ts';
import { inject } from '../requests.ts';

export const KEY = 'csk_good';
export const ID = `chl_${'0'.repeat(31)}1`;
const NOW: Instant = instant(Date.UTC(2026, 10, 22, 9, 30));

export const CHANNEL: Channel = {
  id: channelId('default'),
  displayName: null,
  connector: 'chatfuel',
  tells: new Set(['passed', 'failed', 'expired']),
  sendsLink: false,
  callbackOrigins: null,
  returnUrl: 'https://wa.me/5215500000000',
  returnMode: 'auto',
  policy: DEFAULT_POLICY,
  oneLiveLink: true,
};

/** A verdict among those of the channel. */
export const event = (differences: Partial<VerdictEvent> = {}): VerdictEvent => ({
  index: 7,
  challenge: makeId('challenge', NOW, new Uint8Array(10)),
  outcome: 'passed',
  reason: 'answered',
  at: NOW,
  clientId: '5215512345678',
  flow: 'Balance',
  metadata: { order: 'A-17' },
  ...differences,
});

const NOTHING = new Uint8Array(10);
export const DELIVERY_ID = makeId('delivery', NOW, NOTHING);

export const delivery = (differences: Partial<Delivery> = {}): Delivery => ({
  id: DELIVERY_ID,
  challenge: makeId('challenge', NOW, NOTHING),
  channel: CHANNEL.id,
  connector: 'chatfuel',
  event: 'passed',
  sealedLink: new Uint8Array(3),
  status: 'pending',
  attempts: 3,
  attemptsBefore: 0,
  createdAt: NOW,
  nextAttemptAt: instant(NOW + 21_000),
  lastError: 'Chatfuel answered 503',
  deliveredAt: null,
  ...differences,
});

export function view(differences: Partial<ChallengeView> = {}): ChallengeView {
  const id = parseId('challenge', ID);
  if (id === null) throw new Error('the id of the tests is an id');
  return {
    id,
    url: null,
    status: 'pending',
    reason: null,
    clientId: '5215512345678',
    flow: 'Balance',
    purpose: null,
    metadata: null,
    createdAt: NOW,
    firstViewedAt: null,
    decidedAt: null,
    expiresAt: instant(NOW + 60_000),
    deliveries: [],
    ...differences,
  };
}

const openClient = (clientId: string): ClientView => ({
  clientId,
  state: 'open',
  until: null,
  consecutiveFailures: 0,
  facts: [],
  latestChallenge: null,
});

export type FakeApi = {
  readonly app: FastifyInstance;
  readonly log: ReturnType<typeof recordingLog>;
  readonly limits: ReturnType<typeof recordingLimits>;
  /** Every request for a challenge that reached the use case. */
  readonly created: readonly ChallengeRequest[];
  readonly drain: () => void;
  /** With the good key unless headers say otherwise. */
  send(request: InjectOptions): Promise<LightMyRequestResponse>;
};

/** The bots' side on use cases that answer at once; `differences` replaces some of them. */
export function fakeApi(
  differences: Partial<ApiUseCases> = {},
  { dryRun = false, ...budgets }: Partial<Budgets> & { readonly dryRun?: boolean } = {},
): FakeApi {
  const created: ChallengeRequest[] = [];
  const draining = new AbortController();
  const registry = new Registry();
  const log = recordingLog();
  const limits = recordingLimits(dryRun);
  const useCases: ApiUseCases = {
    authenticate: async (key) => (key === KEY ? CHANNEL : null),
    createChallenge: async () => ({
      type: 'created',
      challenge: view({ url: 'https://verify.example.com/Zk3vJc0m5sUoYb1QeXw8Rg' }),
      replayed: false,
    }),
    readChallenge: async (_channel, id) => (id === ID ? view() : null),
    waitForVerdict: async (_channel, id) => (id === ID ? view() : null),
    listChallenges: async () => ({ type: 'page', challenges: [view()], nextCursor: null }),
    listEvents: async () => ({ events: [event()], next: event().index, checkpoint: null }),
    waitForEvents: async () => ({ events: [], next: null, checkpoint: null }),
    cancelChallenge: async (_channel, id) =>
      id === ID ? { type: 'canceled', challenge: view({ status: 'canceled' }) } : { type: 'unknown' },
    listDeliveries: async () => ({ deliveries: [delivery()], next: DELIVERY_ID }),
    findDelivery: async (_channel, id) => (id === DELIVERY_ID ? delivery() : null),
    sendDeliveryAgain: async (_channel, id) =>
      id === DELIVERY_ID ? { type: 'changed', delivery: delivery() } : { type: 'unknown' },
    giveDeliveryUp: async (_channel, id) =>
      id === DELIVERY_ID
        ? { type: 'changed', delivery: delivery({ status: 'given_up' }) }
        : { type: 'unknown' },
    sendDeliveriesAgain: async () => 3,
    giveDeliveriesUp: async () => 2,
    showClient: async (_channel, clientId) => openClient(clientId),
    unlockClient: async (_channel, clientId) => openClient(clientId),
    eraseClient: async () => ({ state: 'erased', until: null, challenges: 4, isRemembered: false }),
    readEvidence: async (_channel, id) =>
      id === ID ? { type: 'bundle', text: '{}\n', isInterim: false } : { type: 'unknown' },
    printEvidence: async () => new TextEncoder().encode('%PDF-1.7'),
    publishedKeys: async () => ({ origin: 'log.example', keys: [] }),
    pingStore: async () => undefined,
    ...differences,
  };
  const app = buildApiServer({
    server: { tls: null, trustedProxies: [] },
    log,
    limits,
    budgets: { perKey: null, perAddress: null, ...budgets },
    registry,
    requestMetrics: requestMetrics(registry),
    clock: { now: () => NOW },
    draining: draining.signal,
    lists: new Map(),
    useCases: {
      ...useCases,
      createChallenge: async (channel, request) => {
        created.push(request);
        return await useCases.createChallenge(channel, request);
      },
    },
  });
  return {
    app,
    log,
    limits,
    created,
    drain: () => draining.abort(),
    send: (request) =>
      inject(app, { ...request, headers: { authorization: `Bearer ${KEY}`, ...request.headers } }),
  };
}

/** The problem that a response holds. @throws where it holds none. */
export function problemOf(response: LightMyRequestResponse): Problem {
  const type = String(response.headers['content-type']);
  if (!type.startsWith('application/problem+json')) {
    throw new Error(`${response.statusCode} with ${type}: ${response.body}`);
  }
  return response.json<Problem>();
}

/** What tests mostly want to know of a refusal. */
export const refusalOf = (response: LightMyRequestResponse): readonly [number, string] => [
  response.statusCode,
  problemOf(response).code,
];
