import { type Store, StoreUnavailable } from '../../src/app/store-ports.ts';

/** What becomes of one operation. Either failure looks the same to whoever asked. */
export type Fate = 'done' | 'failed_not_stored' | 'failed_but_stored';

/** The operations by which a journey is written. */
const JOURNEY_WRITES: ReadonlySet<string> = new Set(['commit', 'recordView', 'claim', 'settle']);

export const isJourneyWrite = (operation: string): boolean => JOURNEY_WRITES.has(operation);

/**
 * A store whose operations fail in pairs: not carried out, and carried out with the answer lost on the way. What is read is
 * never wrong, only sometimes not to be had.
 * @param fate is asked before each operation, by its name.
 */
export function flakyStore(store: Store, fate: (operation: string) => Fate): Store {
  return {
    ...store,
    challenges: flaky(store.challenges, fate),
    deliveries: flaky(store.deliveries, fate),
    keys: flaky(store.keys, fate),
    audit: flaky(store.audit, fate),
    checkpoints: flaky(store.checkpoints, fate),
  };
}

/** The port with each of its methods between `fate` and the caller. */
function flaky<Port extends object>(port: Port, fate: (operation: string) => Fate): Port {
  const names = Object.keys(port);
  const methods = names.map((name) => {
    const method: unknown = Reflect.get(port, name);
    if (typeof method !== 'function') throw new TypeError(`a store port has ${name}, which is no method`);
    return [name, (...given: unknown[]) => run(name, fate, async () => Reflect.apply(method, port, given))];
  });
  // The same names, and every method with the same parameters and answers.
  return Object.fromEntries(methods) as Port;
}

async function run<T>(
  operation: string,
  fate: (operation: string) => Fate,
  work: () => Promise<T>,
): Promise<T> {
  const chosen = fate(operation);
  if (chosen === 'failed_not_stored') throw new StoreUnavailable('injected: before the operation');
  const value = await work();
  if (chosen === 'failed_but_stored') throw new StoreUnavailable('injected: after the operation');
  return value;
}
