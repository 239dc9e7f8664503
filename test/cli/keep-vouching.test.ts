import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turns } from '../../src/app/turns.ts';
import { NO_VOUCHERS, type WitnessAnswer } from '../../src/app/vouchers.ts';
import { keepVouching } from '../../src/cli/keep-vouching.ts';
import { begunLog } from '../app/begun-log.ts';
import { fakeWitness } from '../app/fake-witness.ts';
import { serviceForTests } from '../app/service-for-tests.ts';

const METER = { asked: () => undefined, vouched: () => undefined };

/** As several instances have them: whoever comes while another one works is told so. */
function sharedTurns(): Turns {
  let isTaken = false;
  return {
    async alone(_turn, work) {
      if (isTaken) return false;
      isTaken = true;
      try {
        await work();
      } finally {
        isTaken = false;
      }
      return true;
    },
  };
}

test('of several instances one speaks to the witnesses, and whoever stops waits for none that hangs', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  await log.sign();
  const hanging = await fakeWitness(service);
  const begun = Promise.withResolvers<void>();
  const witness: typeof hanging = {
    ...hanging,
    addCheckpoint(body, signal) {
      hanging.asked.push(body);
      begun.resolve();
      return new Promise<WitnessAnswer>((resolve) =>
        signal.addEventListener('abort', () => resolve({ type: 'failed', error: 'It was stopped.' })),
      );
    },
  };
  const turns = sharedTurns();
  const vouchers = { ...NO_VOUCHERS, witnesses: [witness] };
  const instances = [1, 2, 3].map(() => keepVouching(service, vouchers, METER, turns));
  await begun.promise;
  await new Promise((resolve) => setTimeout(resolve, 800));
  assert.equal(hanging.asked.length, 1);
  await Promise.all(instances.map((instance) => instance.stop()));
});

test('where nobody vouches nothing is done', async (context) => {
  const service = await serviceForTests(context);
  const turns: Turns = { alone: () => assert.fail('nothing is to be done') };
  await keepVouching(service, NO_VOUCHERS, METER, turns).stop();
});
