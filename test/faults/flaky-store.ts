import { type Store, StoreUnavailable } from '../../src/app/store-ports.ts';

/** What becomes of one write. Either failure looks the same to whoever asked. */
export type Fate = 'done' | 'failed_not_stored' | 'failed_but_stored';

/**
 * A store whose writes fail in pairs: not stored, and stored with the answer lost on the way. What is read is never
 * wrong, only sometimes not to be had.
 */
export function flakyStore(store: Store, fate: () => Fate): Store {
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    const chosen = fate();
    if (chosen === 'failed_not_stored') throw new StoreUnavailable('injected: before the write');
    const value = await work();
    if (chosen === 'failed_but_stored') throw new StoreUnavailable('injected: after the write');
    return value;
  };
  const { challenges, deliveries } = store;
  return {
    ...store,
    challenges: {
      ...challenges,
      commit: (change) => write(() => challenges.commit(change)),
      recordView: (view) => write(() => challenges.recordView(view)),
    },
    deliveries: {
      ...deliveries,
      claim: (claim) => write(() => deliveries.claim(claim)),
      settle: (...settled) => write(() => deliveries.settle(...settled)),
    },
  };
}
