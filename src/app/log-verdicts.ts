import { parseLogEntry } from '../domain/audit/log-entry.ts';
import type { ChallengeId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { LogDamage } from './log-damage.ts';
import type { ReadRow } from './log-disclosures.ts';
import type { Service } from './service.ts';

/** A row with the time of the one in front of it. */
export type TimedRow = ReadRow & { readonly before: Instant };

type Stored = Pick<Service, 'store'>;

const ROWS_AT_ONCE = 500;

/**
 * Whether each verdict in the log is the one that its challenge has. A challenge may be gone where its time was over, or
 * where an entry says that the client's data was blocked or erased.
 * @returns the first that is not; null where all are. @throws StoreUnavailable
 */
export async function checkLoggedVerdicts(
  { store }: Stored,
  rows: readonly TimedRow[],
): Promise<LogDamage | null> {
  const decided = rows.flatMap(({ row, entry, before }) =>
    entry.type === 'challenge.decided' && entry.challenge !== null
      ? [{ index: row.index, challenge: entry.challenge, entry, before }]
      : [],
  );
  if (decided.length === 0) return null;
  const challenges = decided.map(({ challenge }) => challenge);
  const stored = new Map((await store.logRows.verdictsOf(challenges)).map((row) => [row.challenge, row]));
  const gone = challenges.filter((challenge) => !stored.has(challenge));
  const past = gone.length === 0 ? new Set() : await store.logRows.pastOf(gone);
  for (const { index, challenge, entry, before } of decided) {
    const row = stored.get(challenge);
    if (row === undefined) {
      if (past.has(challenge) || (await isTakenAway(store, challenge, index))) continue;
      return { type: 'verdict_gone', index, challenge };
    }
    // The log's time is never before that of the entry in front, whatever the clock said.
    const time = row.decidedAt === null ? null : Math.max(row.decidedAt, before);
    if (row.outcome !== entry.outcome || row.reason !== entry.reason || time !== entry.time) {
      return { type: 'verdict_differs', index, challenge };
    }
  }
  return null;
}

async function isTakenAway(
  { audit }: Service['store'],
  challenge: ChallengeId,
  index: number,
): Promise<boolean> {
  const later = await audit.entries({ challenge, fromIndex: index + 1, limit: ROWS_AT_ONCE });
  return later.some(({ bytes }) => {
    const entry = parseLogEntry(bytes);
    return entry.ok && (entry.value.type === 'evidence.blocked' || entry.value.type === 'evidence.erased');
  });
}

/**
 * Whether each verdict that a challenge has stands in the log, and once.
 * @param progress is told how many were looked at. @returns the first that does not, or how many there are.
 * @throws StoreUnavailable
 */
export async function checkStoredVerdicts(
  { store }: Stored,
  progress: (verdicts: number) => void,
): Promise<LogDamage | number> {
  const { logRows } = store;
  let [verdicts, after] = [0, 0];
  for (;;) {
    const page = await logRows.verdictRows(after, ROWS_AT_ONCE);
    const logged = await logRows.loggedVerdicts(page.map(({ challenge }) => challenge));
    const first = new Set<string>();
    for (const { challenge, index } of logged) {
      if (first.has(challenge)) return { type: 'verdict_twice', index, challenge };
      first.add(challenge);
    }
    for (const { challenge, outcome, number } of page) {
      if (!first.has(challenge)) return { type: 'verdict_unlogged', challenge, outcome };
      after = number;
    }
    verdicts += page.length;
    progress(verdicts);
    if (page.length < ROWS_AT_ONCE) return verdicts;
  }
}
