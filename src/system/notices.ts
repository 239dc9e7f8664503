import type { Notice, Notices } from '../app/ports.ts';

/** Notices within one process. A listener is called in the turn of the commit that it is told of. */
export function localNotices(): Notices {
  const listeners = new Set<(notice: Notice) => void>();
  return {
    publish(notice) {
      for (const listener of listeners) listener(notice);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
