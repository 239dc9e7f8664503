import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listEvents } from '../../src/app/list-events.ts';
import { eventually } from '../flaws/running-service.ts';
import { createChallenge, end, livesThrough, statusOf } from './journey.ts';
import { wholeService } from './whole-service.ts';

const HOUR = 60 * 60 * 1000;

for (const [way, jump] of [
  ['ahead', HOUR],
  ['back', -HOUR],
] as const) {
  test(`a clock that jumps an hour ${way} changes no verdict and no order, and loses none on its way`, async (context) => {
    const whole = await wholeService(context);
    const { address, outside } = whole;
    whole.chatfuel.misbehave({ type: 'reset' });
    await livesThrough(address, outside, 'before', 'right');
    const open = await createChallenge(address, 'open');
    outside.created(open.id);

    whole.jumpClock(jump);
    assert.equal(await statusOf(address, 'before'), 'passed');
    if (way === 'ahead') {
      await eventually(async () => ((await statusOf(address, 'open')) === 'expired' ? true : null));
      outside.decided(open.id, 'expired');
    } else {
      assert.equal((await end(address, open, 'wrong')).status, 303);
      outside.decided(open.id, 'failed');
    }
    await livesThrough(address, outside, 'after', 'right');
    await whole.look();

    whole.jumpClock(-jump);
    await livesThrough(address, outside, 'after both', 'wrong');
    assert.equal(await statusOf(address, 'before'), 'passed');
    assert.equal(await statusOf(address, 'after'), 'passed');

    whole.chatfuel.misbehave(null);
    await whole.settle();
    const { service } = whole;
    const [channel] = service.channels.values();
    assert.ok(channel !== undefined);
    const { events } = await listEvents(service, channel, { after: null, limit: 100 });
    assert.deepEqual(
      events.map(({ clientId }) => clientId),
      ['before', 'open', 'after', 'after both'],
    );
  });
}
