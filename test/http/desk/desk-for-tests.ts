import type { TestContext } from 'node:test';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { Registry } from 'prom-client';
import type { Channel } from '../../../src/app/channel.ts';
import { createChallenge } from '../../../src/app/create-challenge.ts';
import { withTestChannels } from '../../../src/app/desk-channels.ts';
import { createKey, EVERY_CHANNEL, type NewKey } from '../../../src/app/manage-keys.ts';
import { buildApiServer } from '../../../src/http/api/api-server.ts';
import { apiUseCases } from '../../../src/http/api/api-use-cases.ts';
import { requestMetrics } from '../../../src/http/request-metrics.ts';
import { channelId } from '../../../src/kernel/ids.ts';
import { requestFor, serviceForTests, type TestService } from '../../app/service-for-tests.ts';
import { inject } from '../requests.ts';

export type Desk = {
  readonly app: FastifyInstance;
  readonly service: TestService;
  /** A second bot's channel. */
  readonly other: Channel;
  /** An operator's key of the first channel alone, and one of every channel. */
  readonly key: string;
  readonly wholeKey: string;
  newKey(differences: Partial<NewKey>): Promise<string>;
};

const PRINTED = '%PDF-1.7';

/** The bots' side with its desk, over a real store with two channels. */
export async function deskForTests(t: TestContext): Promise<Desk> {
  const plain = await serviceForTests(t);
  const other: Channel = { ...plain.channel, id: channelId('other') };
  const service = { ...plain, channels: withTestChannels([plain.channel, other]) };
  const registry = new Registry();
  const printEvidence = async () => new TextEncoder().encode(PRINTED);
  const app = buildApiServer({
    server: { tls: null, trustedProxies: [] },
    log: service.log,
    limits: service.limits,
    budgets: { perKey: null, perAddress: null },
    registry,
    requestMetrics: requestMetrics(registry),
    clock: service.clock,
    draining: new AbortController().signal,
    lists: new Map(),
    useCases: apiUseCases(service, { printEvidence, blockDays: 30 }),
    desk: { service, printEvidence, timeZone: 'UTC' },
  });
  t.after(() => app.close());
  const { store, clock, entropy, build } = service;
  const newKey: Desk['newKey'] = async (differences) => {
    const ring = { keys: store.keys, clock, entropy, build };
    const given: NewKey = { scope: 'operator', channel: plain.channel.id, name: 'Ana', ...differences };
    return (await createKey(ring, given)).key;
  };
  const key = await newKey({});
  return { app, service, other, key, wholeKey: await newKey({ channel: EVERY_CHANNEL }), newKey };
}

const FORM = 'application/x-www-form-urlencoded';
const OWN = { host: 'desk.example.test', origin: 'http://desk.example.test' };

/** A form as a browser sends it from a page of the desk. */
export const post = (
  { app }: Desk,
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<LightMyRequestResponse> =>
  inject(app, {
    method: 'POST',
    url,
    headers: { ...OWN, 'content-type': FORM, ...headers },
    payload: new URLSearchParams(fields).toString(),
  });

/** Somebody who is signed in, with the cookie and the word of the session. */
export type Visit = {
  readonly cookie: string;
  readonly csrf: string;
  get(url: string): Promise<LightMyRequestResponse>;
  send(url: string, fields?: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
};

export async function visit(desk: Desk, key = desk.key): Promise<Visit> {
  const begun = await post(desk, '/desk/sign-in', { key, to: '/desk' });
  const cookie = String(begun.headers['set-cookie']).split(';')[0] ?? '';
  const get = (url: string) => inject(desk.app, { url, headers: { ...OWN, cookie } });
  const page = await get('/desk');
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  return {
    cookie,
    csrf,
    get,
    send: (url, fields = {}) => post(desk, url, { csrf, ...fields }, { cookie }),
  };
}

/** A new challenge of a channel. */
export async function asked({ service }: Desk, channel: Channel, clientId = '5215512345678') {
  const outcome = await createChallenge(service, channel, requestFor(clientId));
  if (outcome.type !== 'created') throw new Error(outcome.type);
  return outcome.challenge;
}
