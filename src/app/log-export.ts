import { leafHash } from '../domain/audit/merkle-tree.ts';
import { fromUtf8, toBase64 } from '../kernel/bytes.ts';
import type { Service } from './service.ts';

/** One entry of the log as it is handed out: nothing in it names a person. */
export type ExportedEntry = {
  readonly index: number;
  /** Exactly what the log commits to: canonical JSON. */
  readonly entry: string;
  /** The leaf of the tree, base64. */
  readonly hash: string;
};

const ENTRIES_AT_ONCE = 1000;

/** Every entry from an index up to a size, in order. @throws StoreUnavailable */
export async function* exportLog(
  { store }: Pick<Service, 'store'>,
  fromIndex: number,
  size: number,
): AsyncGenerator<readonly ExportedEntry[]> {
  let next = fromIndex;
  while (next < size) {
    const limit = Math.min(ENTRIES_AT_ONCE, size - next);
    const page = await store.audit.entries({ challenge: null, fromIndex: next, limit });
    if (page.length === 0) return;
    yield page.map(({ index, bytes }) => ({
      index,
      entry: fromUtf8(bytes),
      hash: toBase64(leafHash(bytes)),
    }));
    next += page.length;
  }
}
