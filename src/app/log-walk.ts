import { type Checked, checkRow } from '../domain/audit/check-row.ts';
import type { Checkpoint } from '../domain/audit/checkpoint.ts';
import { parseLogEntry } from '../domain/audit/log-entry.ts';
import { EMPTY_TREE, frontierAt, treeAt } from '../domain/audit/merkle-tree.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import type { CheckpointWalk } from './log-checkpoints.ts';
import type { LogDamage } from './log-damage.ts';
import { checkDisclosuresOf } from './log-disclosures.ts';
import type { LogRow } from './log-ports.ts';
import { nodeReader } from './log-proofs.ts';
import { checkLoggedVerdicts, type TimedRow } from './log-verdicts.ts';
import type { Service } from './service.ts';

type Stored = Pick<Service, 'store' | 'vault'>;

const ROWS_AT_ONCE = 1000;

/** What is gathered on the way through the rows of a log. */
export type Walk = {
  checked: Checked;
  readonly from: number;
  first: Instant | null;
  policy: string | null;
  kept: number;
  erased: number;
  readonly keys: { readonly index: number; readonly publicKey: string | null }[];
  readonly restored: number[];
};

/** @param start a checkpoint whose tree is the stored one; null: from the first entry on. @throws StoreUnavailable */
export async function walkFrom({ store }: Stored, start: Checkpoint | null): Promise<Walk> {
  const size = start?.size ?? 0;
  const tree = size === 0 ? EMPTY_TREE : treeAt(size, await nodeReader(store.audit, frontierAt(size)));
  const [row] = size === 0 ? [] : await store.logRows.rows(size - 1, 1);
  const last = row === undefined ? null : parseLogEntry(row.bytes);
  const lastTime = last?.ok ? last.value.time : instant(0);
  return {
    checked: { tree, lastTime },
    from: size,
    first: null,
    policy: null,
    kept: 0,
    erased: 0,
    keys: [],
    restored: [],
  };
}

/** Goes through all rows below a size. @returns the first damage; null where there is none. @throws StoreUnavailable */
export async function walkRows(
  service: Stored,
  walk: Walk,
  checkpoints: CheckpointWalk,
  size: number,
  progress: (done: number) => void,
): Promise<LogDamage | null> {
  const { logRows } = service.store;
  if ((await checkpoints.nextSize()) === walk.from) {
    const damage = await checkpoints.check(walk.checked.tree);
    if (damage !== null) return damage;
  }
  let unexplained: LogDamage | null = null;
  while (walk.checked.tree.size < size) {
    const begin = walk.checked.tree.size;
    const page = await logRows.rows(begin, Math.min(ROWS_AT_ONCE, size - begin));
    if (page.length === 0) return { type: 'entry_missing', index: begin, last: begin };
    const damage = await walkPage(service, walk, checkpoints, page);
    if (damage !== null && !mayBeExplained(damage)) return damage;
    unexplained ??= damage;
    progress(walk.checked.tree.size - walk.from);
  }
  return unexplained;
}

/**
 * What is missing may have been erased, and the entry that says so be the one that was tampered with: if it was, it is the
 * one to be named.
 */
const mayBeExplained = ({ type }: LogDamage): boolean =>
  type === 'disclosure_missing' || type === 'verdict_gone';

/** Whatever is wrong with the page's first wrong row, not whatever is looked at first. */
async function walkPage(
  service: Stored,
  walk: Walk,
  checkpoints: CheckpointWalk,
  page: readonly LogRow[],
): Promise<LogDamage | null> {
  const read: TimedRow[] = [];
  let found: LogDamage | null = null;
  let next = await checkpoints.nextSize();
  for (const row of page) {
    const result = checkRow(walk.checked, row);
    if (!result.ok) {
      found = result.error;
      break;
    }
    const { checked, entry } = result.value;
    read.push({ row, entry, before: walk.checked.lastTime });
    walk.checked = checked;
    walk.first ??= entry.time;
    if (entry.type === 'policy.changed') walk.policy = entry.policy;
    if (entry.type === 'log.restored') walk.restored.push(row.index);
    if (entry.type === 'signing_key.created' || entry.type === 'signing_key.rotated') {
      walk.keys.push({ index: row.index, publicKey: entry.subject });
    }
    if (next === checked.tree.size) {
      found = await checkpoints.check(checked.tree);
      if (found !== null) break;
      next = await checkpoints.nextSize();
    }
  }
  const disclosures = await checkDisclosuresOf(service, read);
  const others = [
    found,
    await numberDamage(service, page[0]?.index ?? 0, read),
    'type' in disclosures ? disclosures : null,
    await checkLoggedVerdicts(service, read),
  ];
  if (!('type' in disclosures)) {
    walk.kept += disclosures.kept;
    walk.erased += disclosures.erased;
  }
  return others.reduce(earlier);
}

const indexOf = (damage: LogDamage): number =>
  'index' in damage && damage.index !== null ? damage.index : Number.MAX_SAFE_INTEGER;

const earlier = (one: LogDamage | null, other: LogDamage | null): LogDamage | null =>
  one === null || (other !== null && indexOf(other) < indexOf(one)) ? other : one;

/** Entries of a challenge are numbered from 1, whichever stand in between. */
async function numberDamage(
  { store }: Stored,
  begin: number,
  rows: readonly TimedRow[],
): Promise<LogDamage | null> {
  const challenges = [...new Set(rows.flatMap(({ entry }) => entry.challenge ?? []))];
  const counts = new Map(await store.logRows.countsBefore(challenges, begin));
  for (const { row, entry } of rows) {
    if (entry.challenge === null) continue;
    const number = (counts.get(entry.challenge) ?? 0) + 1;
    if (entry.number !== number) return { type: 'number_wrong', index: row.index };
    counts.set(entry.challenge, number);
  }
  return null;
}
