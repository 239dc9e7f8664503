import assert from 'node:assert/strict';
import type { AuditStore } from '../../src/app/log-ports.ts';
import { keyOf, openDisclosures } from '../../src/app/sealed.ts';
import type { Service } from '../../src/app/service.ts';
import { type LogEntry, parseLogEntry } from '../../src/domain/audit/log-entry.ts';
import type { PrivateFields } from '../../src/domain/audit/private-fields.ts';
import type { ChallengeId } from '../../src/kernel/ids.ts';

export type LoggedEntry = LogEntry & { readonly index: number };

/** What the log says, of one challenge or of all, in its order. */
export async function loggedEntries(
  audit: Pick<AuditStore, 'entries'>,
  challenge: ChallengeId | null = null,
): Promise<readonly LoggedEntry[]> {
  const stored = await audit.entries({ challenge, fromIndex: 0, limit: 1000 });
  return stored.map(({ index, bytes }) => {
    const entry = parseLogEntry(bytes);
    assert.ok(entry.ok, `entry ${index}`);
    return { ...entry.value, index };
  });
}

/** The entries that commit to anything, with what they commit to. */
export async function openedEntries(
  { store, vault }: Pick<Service, 'store' | 'vault'>,
  challenge: ChallengeId | null,
): Promise<readonly (LoggedEntry & { readonly fields: PrivateFields })[]> {
  const sealed = await store.audit.entries({ challenge, fromIndex: 0, limit: 1000 });
  const opened = await Promise.all(
    (await loggedEntries(store.audit, challenge)).map(async (entry, place) => {
      const stored = entry.challenge === null ? null : await store.challenges.byId(entry.challenge);
      const disclosures = sealed[place]?.sealedDisclosures ?? null;
      if (stored === null || entry.evidence === null || disclosures === null) return [];
      const { fields } = openDisclosures(vault, keyOf(vault, stored.client), entry.evidence, disclosures);
      return [{ ...entry, fields }];
    }),
  );
  return opened.flat();
}
