import assert from 'node:assert/strict';
import { test } from 'node:test';
import { denyChallenge } from '../../src/app/deny-challenge.ts';
import { readChallenge } from '../../src/app/read-challenge.ts';
import { viewChallenge } from '../../src/app/view-challenge.ts';
import { answer, create } from './challenge-journey.ts';
import { NOBODY, requestFor, serviceForTests } from './service-for-tests.ts';

const lockout = { after: 3, firstSeconds: 20, maxSeconds: 86_400, cap: 100 };

test('a lock holds for the links that are out: nothing is shown, asked or counted until it ends', async (context) => {
  const service = await serviceForTests(context, {
    policy: { lockout, failuresPerFact: 100 },
    channel: { oneLiveLink: false },
  });
  const live = await create(service, requestFor('ana'));
  for (let count = 0; count < 3; count++) {
    const { token } = await create(service, requestFor('ana'));
    await answer(service, token, 'wrong');
  }
  const shown = await viewChallenge(service, live.token, NOBODY, false);
  assert.ok(shown.type === 'locked');
  assert.equal(shown.view.until, service.clock.now() + 20_000);
  assert.equal((await answer(service, live.token, 'right')).type, 'locked');
  assert.equal((await readChallenge(service, service.channel, live.id))?.status, 'pending');

  service.clock.jump(20_000);
  assert.equal((await viewChallenge(service, live.token, NOBODY, false)).type, 'pending');
  assert.equal((await answer(service, live.token, 'right')).type, 'decided');
  assert.equal((await readChallenge(service, service.channel, live.id))?.status, 'passed');
});

test('an attempt that locks the client is the last one of its link, too', async (context) => {
  const service = await serviceForTests(context, {
    policy: { attempts: 3, lockout: { ...lockout, after: 2 } },
  });
  const { token } = await create(service, requestFor('ana'));
  assert.equal((await answer(service, token, 'wrong')).type, 'again');
  await answer(service, token, 'wrong');
  assert.equal((await answer(service, token, 'right')).type, 'locked');
});

test('a lock that only an operator lifts says no time', async (context) => {
  const service = await serviceForTests(context, {
    policy: { lockout: { ...lockout, cap: 1 } },
    channel: { oneLiveLink: false },
  });
  const live = await create(service, requestFor('ana'));
  await answer(service, (await create(service, requestFor('cleo'))).token, 'wrong');
  assert.equal((await viewChallenge(service, live.token, NOBODY, false)).type, 'pending');
  const failing = await create(service, requestFor('ana'));
  await answer(service, failing.token, 'wrong');
  const shown = await viewChallenge(service, live.token, NOBODY, false);
  assert.ok(shown.type === 'locked');
  assert.equal(shown.view.until, null);
});

test('who is locked out can still say that it was not they', async (context) => {
  const service = await serviceForTests(context, {
    policy: { lockout: { ...lockout, after: 1 } },
    channel: { oneLiveLink: false },
  });
  const live = await create(service, requestFor('ana'));
  await answer(service, (await create(service, requestFor('ana'))).token, 'wrong');
  assert.equal((await denyChallenge(service, live.token, NOBODY)).type, 'denied');
});

test('past its deadline a link is over, locked or not', async (context) => {
  const service = await serviceForTests(context, { policy: { lockout }, channel: { oneLiveLink: false } });
  const live = await create(service, requestFor('ana'));
  for (let count = 0; count < 3; count++) {
    const { token } = await create(service, requestFor('ana'));
    await answer(service, token, 'wrong');
  }
  service.clock.jump(60_000);
  assert.equal((await viewChallenge(service, live.token, NOBODY, false)).type, 'gone');
});
