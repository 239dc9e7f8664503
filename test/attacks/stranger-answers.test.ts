import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { parse } from 'node-html-parser';
import type { FactSource } from '../../src/app/fact-source.ts';
import { EARLIEST_BIRTH } from '../../src/domain/facts/date-of-birth.ts';
import { dayNumber } from '../../src/kernel/calendar.ts';
import { KEY, runningService, send } from '../flaws/running-service.ts';
import { customerBirth } from './prior-knowledge.ts';
import { seeded } from './simulated-clients.ts';
import { counted } from './strangers.ts';
import { looksAlike } from './uniformity.ts';

/*
 * Everything that somebody sees from outside who has a bot ask for clients that the operator's system knows, and for clients that
 * it does not: statuses, headers, the shape and the size of every answer.
 */

const EACH = 40;
const SIZE_CLASSES = 6;

/** Clients whose id begins with `customer` are known. */
function factSource(): FactSource {
  const births = seeded('births of customers who are asked for over the network');
  const latest = dayNumber({ year: 2008, month: 1, day: 1 });
  const days = new Map<string, number>();
  return {
    factsOf: async ({ clientId }) => {
      if (!clientId.startsWith('customer')) return { type: 'unknown', examples: [] };
      const day = days.get(clientId) ?? customerBirth(EARLIEST_BIRTH, latest, births);
      days.set(clientId, day);
      return { type: 'known', facts: [{ kind: 'date_of_birth', day }] };
    },
  };
}

type Service = Awaited<ReturnType<typeof runningService>>;

/** One answer as it is compared: what belongs to one challenge or one moment is taken out. */
type Seen = { readonly what: string; readonly shape: string; readonly bytes: number };

const VARIES = new Set([
  'date',
  'content-length',
  'location',
  'etag',
  'x-request-id',
  'instance',
  'content-security-policy',
  'retry-after',
]);

async function seen(what: string, response: Response): Promise<Seen & { readonly text: string }> {
  const text = await response.text();
  const headers = [...response.headers].map(([name, value]) =>
    VARIES.has(name) ? name : `${name}: ${value}`,
  );
  const location = response.headers.get('location')?.replace(/[\w-]{20,}/, 'token') ?? '';
  const body = response.headers.get('content-type')?.includes('json')
    ? shapeOf(JSON.parse(text))
    : markupOf(text);
  const shape = [response.status, location, ...headers.sort(), body].join('\n');
  return { what, shape, bytes: text.length, text };
}

const TOLD = ['status', 'reason', 'code', 'title', 'detail', 'state', 'wrong_answers', 'exhausted'];

/** Members and the types of their values; what a verdict can be, and why, as it is. How far a delivery is depends on the moment. */
function shapeOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.entries(value)
    .map(([name, member]) => {
      if (name === 'deliveries') return `${name}: ${Array.isArray(member) ? member.length : typeof member}`;
      return `${name}: ${TOLD.includes(name) ? JSON.stringify(member) : shapeOf(member)}`;
    })
    .join('\n');
}

/** Elements with their attributes, but for the values that belong to one page; and how many texts there are. */
function markupOf(html: string): string {
  const own = /^(value|datetime|nonce|content|data-left)$/;
  return parse(html)
    .querySelectorAll('*')
    .map((element) => {
      const attributes = Object.entries(element.attributes).map(([name, value]) =>
        own.test(name) || value.length > 40 ? name : `${name}=${value.replace(/[\w-]{20,}/, 'token')}`,
      );
      return [element.tagName, ...attributes].join(' ');
    })
    .join('\n');
}

/** A client's way through four challenges, each answered wrong, until it is refused; null for one who guessed right. */
async function journey(service: Service, clientId: string, none: boolean): Promise<readonly Seen[] | null> {
  const all: Seen[] = [];
  const keep = async (what: string, response: Response): Promise<string> => {
    const { text, ...each } = await seen(what, response);
    all.push(each);
    return text;
  };
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ client_id: clientId, locale: 'en' });
  for (let round = 1; round <= 4; round++) {
    const made = await keep(
      `create ${round}`,
      await fetch(`${service.apiUrl}/v1/challenges`, { method: 'POST', headers, body }),
    );
    if (round === 4) break;
    // The contract's form of an answer with 201.
    const { id, url } = JSON.parse(made) as { readonly id: string; readonly url: string };
    const link = `${service.webUrl}${new URL(url).pathname}`;
    const kind = (text: string) =>
      parse(text).querySelector('[data-question]')?.getAttribute('data-question');
    const text = await (await fetch(link)).text();
    await keep(`page about ${kind(text)}`, await fetch(link));
    const radios = parse(text).querySelectorAll('input[type=radio]');
    const picked = radios[none ? radios.length - 1 : round - 1]?.getAttribute('value') ?? '';
    await keep('form without an answer', await send(link, {}));
    await keep('answer', await send(link, { q1: picked }));
    await keep('page afterwards', await fetch(link));
    const told = await keep('challenge', await fetch(`${service.apiUrl}/v1/challenges/${id}`, { headers }));
    if (told.includes('"passed"')) return null;
  }
  const client = await fetch(`${service.apiUrl}/v1/clients/${clientId}`, { headers });
  await keep('client', client);
  return all;
}

/** In turns, so that what the machine does meanwhile meets both. */
async function journeys(service: Service): Promise<readonly [readonly Seen[], readonly Seen[]]> {
  const customers: Seen[] = [];
  const strangers: Seen[] = [];
  for (let nth = 0, had = 0; had < EACH; nth++) {
    const name = String(nth).padStart(4, '0');
    const customer = await journey(service, `customer-${name}`, nth % 2 === 0);
    if (customer === null) continue;
    had++;
    customers.push(...customer);
    strangers.push(...((await journey(service, `stranger-${name}`, nth % 2 === 0)) ?? []));
  }
  return [customers, strangers];
}

test('a client that nobody knows is answered as one who guesses wrong: the same statuses, headers, members, markup and sizes', async (context: TestContext) => {
  const service = await runningService(context, { factSource: factSource() });
  const flat = await journeys(service);
  const whats = new Set(flat.flatMap((each) => each.map(({ what }) => what)));
  assert.ok(whats.size >= 9, [...whats].join(', '));
  for (const what of whats) {
    const [ours, theirs] = flat.map((each) => each.filter((one) => one.what === what));
    const shapes = (of: readonly Seen[] = []) => [...new Set(of.map(({ shape }) => shape))].sort();
    assert.deepEqual(shapes(theirs), shapes(ours), what);
    // What is told of a challenge or a client grows by the time at which its delivery succeeded.
    if (what === 'challenge' || what === 'client') continue;
    const bytes = (of: readonly Seen[] = []) => of.map((each) => each.bytes);
    const sizes = counted(bytes(ours), bytes(theirs), SIZE_CLASSES);
    assert.ok(looksAlike(...sizes), `${what}: sizes ${sizes.join(' and ')}`);
  }
});
