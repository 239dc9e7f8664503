import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expireChallenges } from '../../src/app/expire-challenges.ts';
import { StoreUnavailable } from '../../src/app/store-ports.ts';
import { eventually, rightOption, send, shownBy } from '../flaws/running-service.ts';
import type { Fate } from './flaky-store.ts';
import { askFor, createChallenge, type Made, madeOf, statusOf } from './journey.ts';
import { type WholeService, wholeService } from './whole-service.ts';

/** Whether it was done, or whoever asked for it was told that the store could not be reached. */
type Told = 'done' | 'unavailable';

type Deed = {
  readonly name: string;
  /** The store's operations that it is made of; others come and go beside it. */
  readonly counts: (operation: string) => boolean;
  /** Makes what must be there before. @returns the deed itself, which can be asked for again. */
  readonly prepare: (whole: WholeService, client: string) => Promise<() => Promise<Told>>;
  /** How the client's challenge must stand when it was done. */
  readonly leaves: string;
};

const PAIR: readonly Exclude<Fate, 'done'>[] = ['failed_not_stored', 'failed_but_stored'];

const DELIVERER: ReadonlySet<string> = new Set(['claim', 'settle', 'nextDue']);
const ofRequest = (operation: string): boolean => !DELIVERER.has(operation);

/** An answer that was recorded although nobody could be told so is told to have been given when it is sent again. */
async function toldBy(
  response: Response,
  status: number,
  words: RegExp | null,
): Promise<Told | 'done before'> {
  const text = await response.text();
  if (response.status === 503) {
    assert.ok(Number(response.headers.get('retry-after')) > 0);
    if (words !== null) assert.match(text, words);
    return 'unavailable';
  }
  if (response.status === status) return 'done';
  assert.ok(response.status === 409 || response.status === 410, `${response.status} ${text}`);
  return 'done before';
}

const made = async (whole: WholeService, client: string): Promise<Made> => {
  const challenge = await createChallenge(whole.address, client);
  whole.outside.created(challenge.id);
  return challenge;
};

/** A deed that ends a challenge with one request. */
const ending = (
  verdict: 'passed' | 'canceled',
  status: number,
  words: RegExp | null,
  request: (whole: WholeService, challenge: Made) => Promise<() => Promise<Response>>,
): Deed['prepare'] => {
  return async (whole, client) => {
    const challenge = await made(whole, client);
    const ask = await request(whole, challenge);
    let asked = 0;
    return async () => {
      asked += 1;
      const told = await toldBy(await ask(), status, words);
      if (told === 'unavailable') return told;
      assert.ok(told === 'done' || asked > 1, 'it was done before anybody asked for it');
      whole.outside.decided(challenge.id, verdict);
      return 'done';
    };
  };
};

const answering = ending('passed', 303, /could not be recorded/, async (_whole, { url }) => {
  const fields = { q1: rightOption(await shownBy(url)).value };
  return () => send(url, fields);
});

const DEEDS: readonly Deed[] = [
  {
    name: 'create',
    counts: ofRequest,
    leaves: 'pending',
    prepare: async (whole, client) => async () => {
      const response = await askFor(whole.address, client, client);
      if (response.status === 503) return 'unavailable';
      assert.equal(response.status, 201);
      whole.outside.created(madeOf(await response.json()).id);
      return 'done';
    },
  },
  {
    name: 'view',
    counts: ofRequest,
    leaves: 'pending',
    prepare: async (whole, client) => {
      const { url } = await made(whole, client);
      return async () => {
        const told = await toldBy(await fetch(url), 200, /could not be shown/);
        assert.notEqual(told, 'done before');
        return told === 'done' ? 'done' : 'unavailable';
      };
    },
  },
  { name: 'answer', counts: ofRequest, leaves: 'passed', prepare: answering },
  {
    name: 'deny',
    counts: ofRequest,
    leaves: 'canceled',
    prepare: ending(
      'canceled',
      200,
      /could not be stopped/,
      async (_whole, { url }) =>
        () =>
          send(url, { not_me: '1' }),
    ),
  },
  {
    name: 'cancel',
    counts: ofRequest,
    leaves: 'canceled',
    prepare: ending('canceled', 200, null, async ({ address }, { id }) => () => {
      const headers = { 'x-api-key': address.key };
      return fetch(`${address.apiUrl}/v1/challenges/${id}/cancel`, { method: 'POST', headers });
    }),
  },
  {
    name: 'expire',
    counts: ofRequest,
    leaves: 'expired',
    prepare: async (whole, client) => {
      await made(whole, client);
      return async () => {
        whole.jumpClock(61_000);
        try {
          await expireChallenges(whole.service);
          return 'done';
        } catch (error) {
          assert.ok(error instanceof StoreUnavailable);
          return 'unavailable';
        }
      };
    },
  },
  {
    name: 'deliver',
    counts: (operation) => DELIVERER.has(operation) || operation === 'byId',
    leaves: 'passed',
    prepare: async (whole, client) => {
      const answer = await answering(whole, client);
      return async () => {
        const told = await answer();
        await whole.settle();
        return told;
      };
    },
  },
];

for (const deed of DEEDS) {
  for (const fate of PAIR) {
    test(`${deed.name}: whichever operation of the store has ${fate.replaceAll('_', ' ')}, all or nothing, and the next try goes through`, async (context) => {
      const whole = await wholeService(context);
      let nth = 0;
      for (; ; nth++) {
        const client = `${deed.name} ${nth}`;
        const act = await deed.prepare(whole, client);
        const struck = strikeAt(whole, deed, fate, nth);
        const told = await act();
        const wasStruck = struck();
        if (told === 'unavailable') assert.equal(await act(), 'done', 'it did not recover by itself');
        await eventually(async () => ((await statusOf(whole.address, client)) === deed.leaves ? true : null));
        await whole.settle();
        if (!wasStruck) break;
      }
      assert.ok(nth > 0, 'no operation failed: the test proves nothing');
      context.diagnostic(`${nth} operations`);
    });
  }
}

/** From now on the nth operation of the deed fails, once. @returns the call that ends this, and answers whether it did. */
function strikeAt(whole: WholeService, deed: Deed, fate: Fate, nth: number): () => boolean {
  let count = 0;
  whole.faults.fate = (operation) => {
    if (!deed.counts(operation)) return 'done';
    count += 1;
    return count === nth + 1 ? fate : 'done';
  };
  return () => {
    whole.faults.fate = () => 'done';
    return count > nth;
  };
}
