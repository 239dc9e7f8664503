import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serviceForTests } from '../app/service-for-tests.ts';
import { Oracle } from './oracle.ts';
import { Simulation } from './simulation.ts';

const SEEDS = Number(process.env['SIMULATION_SEEDS'] ?? 10_000);
/** Seed to begin with: the one that a failure named, to see it again alone. */
const FIRST = Number(process.env['SIMULATION_FIRST_SEED'] ?? 0);

test(`over ${SEEDS} random histories with faults, the service agrees with a model of its contract`, async (context) => {
  const service = await serviceForTests(context);
  const { id: channel, tells } = service.channel;
  const oracle = new Oracle(service.store, { channel, tells, words: (verdict) => verdict });
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    try {
      await new Simulation(service, oracle, seed).run();
    } catch (error) {
      assert.fail(`SIMULATION_FIRST_SEED=${seed} SIMULATION_SEEDS=1: ${String(error)}`);
    }
  }
});
