import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import type { Visitor } from '../../src/app/person-view.ts';
import { openedLog } from '../../src/cli/demo-log.ts';
import { create, formFor } from '../app/challenge-journey.ts';
import { requestFor, serviceForTests } from '../app/service-for-tests.ts';

const VISITOR: Visitor = {
  address: '192.0.2.7',
  tls: null,
  userAgent: 'Browser/1',
  acceptLanguage: 'es',
  device: {
    languages: ['es-MX', 'en'],
    platform: 'Linux',
    timeZone: 'America/Mexico_City',
    cookiesEnabled: true,
    screenWidth: 390,
    screenHeight: 844,
    viewportWidth: 390,
    viewportHeight: 700,
    pixelRatio: 3,
  },
};

test('what is sealed in the log can be read, in the order in which it was written', async (t) => {
  const service = await serviceForTests(t);
  const log = openedLog(service);
  assert.deepEqual(await log(), []);
  const { token } = await create(service, requestFor('ana-1'));
  await answerChallenge(service, token, await formFor(service, token, 'right'), VISITOR);
  const lines = await log();
  assert.deepEqual(
    lines.map(({ index, what, verdict, clientId }) => ({ index, what, verdict, clientId })),
    [
      { index: 0, what: 'asked', verdict: null, clientId: 'ana-1' },
      { index: 1, what: 'decided', verdict: 'passed', clientId: 'ana-1' },
    ],
  );
  assert.deepEqual(lines[1], {
    index: 1,
    at: service.clock.now(),
    clientId: 'ana-1',
    what: 'decided',
    verdict: 'passed',
    reason: 'answered',
    address: '192.0.2.7',
    place: null,
    userAgent: 'Browser/1',
    languages: 'es-MX, en',
    screen: '390 × 844, window 390 × 700',
  });
});

test('each reading goes on where the one before ended, and readings at the same time read nothing twice', async (t) => {
  const service = await serviceForTests(t);
  const log = openedLog(service);
  await create(service, requestFor('ana-1'));
  await Promise.all([log(), log()]);
  await create(service, requestFor('ana-1'));
  await Promise.all([log(), log()]);
  assert.deepEqual(
    (await log()).map(({ what, reason }) => [what, reason]),
    [
      ['asked', null],
      ['decided', 'superseded'],
      ['asked', null],
    ],
  );
});

test('a place is told with the word that it is approximate', async (t) => {
  const service = await serviceForTests(t);
  const place = {
    country: 'MX',
    region: null,
    city: 'Tepic',
    latitude: null,
    longitude: null,
    network: null,
  };
  const placed = { ...service, geo: { database: 'places', place: () => place } };
  const { token } = await create(service, requestFor('ana-1'));
  await answerChallenge(placed, token, await formFor(service, token, 'wrong'), VISITOR);
  assert.equal((await openedLog(service)()).at(-1)?.place, 'Tepic, MX (approximate)');
});
