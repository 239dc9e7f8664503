/**
 * A server that is meant to be killed: serves the database named on its command line with several journeys at once,
 * and writes a line for each step after it was acknowledged, never before.
 */
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import { startSamplesAt } from '../../contracts/store-samples.ts';
import { create, decide } from './journeys.ts';

const [, , path, first] = process.argv;
if (path === undefined) throw new Error('which database?');
startSamplesAt(Number(first ?? 0));

const say = (line: string): number => writeSync(1, `${line}\n`);

const store = await openSqliteStore({ path, serving: true });
say('open');

async function walk(): Promise<never> {
  for (;;) {
    const challenge = await create(store);
    say(`created ${challenge.id}`);
    await decide(store, challenge);
    say(`decided ${challenge.id}`);
    await store.ping();
  }
}

await Promise.all(Array.from({ length: 12 }, walk));
