import { append, EMPTY_TREE, frontierBytes, leafHash, type Tree } from '../../domain/audit/merkle-tree.ts';
import { toHex } from '../../kernel/bytes.ts';
import { sha256 } from '../../kernel/digest.ts';
import { StoreRefused } from '../store-refused.ts';
import type { CopySource, CopyTarget } from './copy-side.ts';
import {
  COPIED_TABLES,
  type CopiedRow,
  type CopiedTable,
  type CopiedValue,
  positionOf,
  TABLES_IN_ORDER,
} from './tables.ts';

/** Rows that are read, and written in one transaction, at a time. */
const PAGE = 1000;

/** How far a copy is: rows copied and compared so far, of twice all that there are. */
export type CopyProgress = { readonly done: number; readonly of: number };

export type CopyResult = { readonly rows: number; readonly entries: number };

/**
 * Copies everything, beginning where an earlier copy was broken off, and then compares both sides row by row: the
 * counts, every value, and the root of the log, which is computed anew from the copied entries.
 * @throws StoreRefused where they differ: the target then stays one that cannot be served.
 */
export async function copyStore(
  source: CopySource,
  target: CopyTarget,
  tell: (progress: CopyProgress) => void,
): Promise<CopyResult> {
  const counts = await Promise.all(TABLES_IN_ORDER.map((table) => source.count(table)));
  const rows = counts.reduce((sum, count) => sum + count, 0);
  let done = 0;
  const step = (count: number): void => {
    done += count;
    tell({ done: Math.min(done, 2 * rows), of: 2 * rows });
  };
  for (const table of TABLES_IN_ORDER) {
    step(await target.count(table));
    await copyTable(source, target, table, step);
  }
  await target.writeState(await source.state());
  for (const table of TABLES_IN_ORDER) await compareTable(source, target, table, step);
  await compareRoots(source, target);
  await target.finish();
  return { rows, entries: await countOf(source) };
}

const countOf = (source: CopySource): Promise<number> => source.count(COPIED_TABLES.audit_entries);

async function copyTable(
  source: CopySource,
  target: CopyTarget,
  table: CopiedTable,
  step: (rows: number) => void,
): Promise<void> {
  let after = await target.last(table);
  for (;;) {
    const page = await source.read(table, after, PAGE);
    if (page.length > 0) await target.write(table, page);
    step(page.length);
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return;
    after = positionOf(table, last);
  }
}

async function compareTable(
  source: CopySource,
  target: CopyTarget,
  table: CopiedTable,
  step: (rows: number) => void,
): Promise<void> {
  let after: CopiedRow | null = null;
  for (;;) {
    const [here, there]: readonly [readonly CopiedRow[], readonly CopiedRow[]] = await Promise.all([
      source.read(table, after, PAGE),
      target.read(table, after, PAGE),
    ]);
    if (digest(here) !== digest(there)) {
      throw new StoreRefused(
        `The copy differs from its source in the table ${table.name}: the source was probably served between two runs. Empty the target, and copy afresh.`,
      );
    }
    step(here.length);
    const last = here.at(-1);
    if (here.length < PAGE || last === undefined) return;
    after = positionOf(table, last);
  }
}

/** The tree of the copied entries must be the one that the source's log says it has. */
async function compareRoots(source: CopySource, target: CopyTarget): Promise<void> {
  const table = COPIED_TABLES.audit_entries;
  const place = table.columns.indexOf('entry');
  let tree: Tree = EMPTY_TREE;
  let after: CopiedRow | null = null;
  for (;;) {
    const page: readonly CopiedRow[] = await target.read(table, after, PAGE);
    for (const row of page) {
      const entry = row[place];
      if (!(entry instanceof Uint8Array)) throw new Error('an entry of the log has no bytes');
      tree = append(tree, leafHash(entry)).tree;
    }
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) break;
    after = positionOf(table, last);
  }
  const [size, frontier] = await source.state();
  const isSame =
    size === tree.size && frontier instanceof Uint8Array && toHex(frontier) === toHex(frontierBytes(tree));
  if (!isSame) {
    throw new StoreRefused(
      'The log does not have the root that it says it has: look into it with countersign audit verify.',
    );
  }
}

const digest = (rows: readonly CopiedRow[]): string =>
  toHex(sha256(JSON.stringify(rows.map((row) => row.map(comparable)))));

const comparable = (value: CopiedValue): string | number | null =>
  value instanceof Uint8Array ? `bytes ${toHex(value)}` : value;
