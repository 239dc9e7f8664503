import type { Notice, Notices } from '../../src/app/ports.ts';

/** Notices within one process, told at once, and kept for a test to look at. */
export function fakeNotices(): Notices & { readonly published: readonly Notice[] } {
  const listeners = new Set<(notice: Notice) => void>();
  const published: Notice[] = [];
  return {
    published,
    publish(notice) {
      published.push(notice);
      for (const listener of listeners) listener(notice);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
