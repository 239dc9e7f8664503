import { type LogEntry, parseLogEntry } from '../domain/audit/log-entry.ts';
import type { ChallengeId } from '../kernel/ids.ts';
import type { EntryDamage } from './log-damage.ts';
import type { LogRow } from './log-ports.ts';
import { openDisclosures } from './sealed.ts';
import type { Service } from './service.ts';
import { type ClientKey, SealBroken } from './vault.ts';

/** A row of the log with what it says. */
export type ReadRow = { readonly row: LogRow; readonly entry: LogEntry };

export type DisclosureCount = { readonly kept: number; readonly erased: number };

const ENTRIES_AT_ONCE = 500;

/**
 * Whether everything that entries commit to is kept, as it was committed to, or was erased by an entry that says so.
 * @returns the first that is not, or how many there are. @throws StoreUnavailable
 */
export async function checkDisclosuresOf(
  service: Pick<Service, 'store' | 'vault'>,
  rows: readonly ReadRow[],
): Promise<EntryDamage | DisclosureCount> {
  const sealed = rows.filter(({ row }) => row.sealedDisclosures !== null);
  const keys = await keysOf(service, sealed);
  const erasures = new Map<ChallengeId, Erasures>();
  let [kept, erased] = [0, 0];
  for (const { row, entry } of rows) {
    const { index, sealedDisclosures } = row;
    if (entry.evidence === null || entry.challenge === null) {
      if (sealedDisclosures !== null) return { type: 'disclosure_altered', index };
      continue;
    }
    if (sealedDisclosures === null) {
      const known = erasures.get(entry.challenge) ?? (await erasuresOf(service, entry.challenge));
      erasures.set(entry.challenge, known);
      if (!isErased(index, entry, known)) return { type: 'disclosure_missing', index };
      erased += 1;
      continue;
    }
    const key = keys.get(entry.challenge);
    if (key === undefined) return { type: 'disclosure_missing', index };
    if (!opens(service, key, entry.evidence, sealedDisclosures)) return { type: 'disclosure_altered', index };
    kept += 1;
  }
  return { kept, erased };
}

/** Of each challenge the client's key; null where the stored one does not open. */
async function keysOf(
  { store, vault }: Pick<Service, 'store' | 'vault'>,
  rows: readonly ReadRow[],
): Promise<ReadonlyMap<string, ClientKey | null>> {
  const challenges = [...new Set(rows.flatMap(({ entry }) => entry.challenge ?? []))];
  if (challenges.length === 0) return new Map();
  const wrapped = await store.logRows.wrappedKeysOf(challenges);
  return new Map([...wrapped].map(([challenge, key]) => [challenge, orNull(() => vault.unwrap(key))]));
}

const opens = (
  { vault }: Pick<Service, 'vault'>,
  key: ClientKey | null,
  commitment: string,
  sealed: Uint8Array,
): boolean => key !== null && orNull(() => openDisclosures(vault, key, commitment, sealed)) !== null;

function orNull<T>(open: () => T): T | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}

/** Behind which entries of a challenge nothing is kept any more; -1: behind none. */
type Erasures = { readonly all: number; readonly views: number };

async function erasuresOf({ store }: Pick<Service, 'store'>, challenge: ChallengeId): Promise<Erasures> {
  let [all, views, fromIndex] = [-1, -1, 0];
  for (;;) {
    const page = await store.audit.entries({ challenge, fromIndex, limit: ENTRIES_AT_ONCE });
    for (const { index, bytes } of page) {
      const entry = parseLogEntry(bytes);
      if (entry.ok && entry.value.type === 'evidence.erased') all = index;
      if (entry.ok && entry.value.type === 'evidence.views_erased') views = index;
      fromIndex = index + 1;
    }
    if (page.length < ENTRIES_AT_ONCE) return { all, views };
  }
}

const isErased = (index: number, { type }: LogEntry, { all, views }: Erasures): boolean =>
  index < all || (index < views && (type === 'challenge.viewed' || type === 'challenge.previewed'));
