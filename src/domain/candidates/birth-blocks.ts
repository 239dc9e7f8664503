import { dayNumber } from '../../kernel/calendar.ts';
import { kept } from '../../kernel/kept.ts';
import { EARLIEST_BIRTH } from '../facts/date-of-birth.ts';
import { frameOfDays } from './birth-calendar.ts';
import { deal } from './deal.ts';
import { choicesOf, type Partition } from './partition.ts';

/*
 * There are some cuts of all dates for each secret and block size, and each client has one of them, by its key: what
 * was dealt once is then kept. Two clients who have a cut in common, and a block of it, see the same dates.
 *
 * In a cut, dates of birth fall into two parts, divided by a day that never moves, since a block that moved with the calendar
 * would show a client two pages whose only common value is the truth.
 *
 * - Up to the divide, days are cut into cells of `size` years, on a grid whose offset is the cut's own, and each
 *   cell is dealt so that within a block no two dates have the year, the month, the day of the month or the sum of
 *   the last two in common.
 * - From the divide on, blocks are `size` neighbouring days. The newest may hold days that are still to come, which
 *   a page about somebody born within the last `size` days would show.
 */

const DIVIDE = dayNumber({ year: 2026, month: 1, day: 1 });

/** The longest year: with so many blocks to a cell, each year's days can all go to different ones. */
const BLOCKS_IN_A_CELL = 366;

/** So many that two people who are compared rarely have the same, and so few that all cells in use can be kept. */
const CUTS = 128;

/** Days from `from` (included) to `to` (excluded), among which decoys are dealt. */
export type Cell = { readonly from: number; readonly to: number };

/** The first day that is not dealt by cells: the first from 2026-01-01 on that leaves no day over. */
export const divideOf = (size: number): number =>
  EARLIEST_BIRTH + Math.ceil((DIVIDE - EARLIEST_BIRTH) / size) * size;

/** The values of the block in which `day` (before the divide or not) lies, in ascending order. */
export function blockOfBirth(partition: Partition, day: number): readonly number[] {
  const { size } = partition;
  const divide = divideOf(size);
  if (day >= divide) {
    const first = day - ((day - divide) % size);
    return Array.from({ length: size }, (_, nth) => first + nth);
  }
  const cut = cutOf(partition);
  const cell = cellOf(cut, day);
  const dealt = dealtCell(cut, cell);
  const at = dealt.indexOf(day - cell.from);
  const start = at - (at % size);
  return Array.from(dealt.subarray(start, start + size), (place) => cell.from + place).sort((a, b) => a - b);
}

/** The one of all cuts that is this client's. */
export const cutOf = (partition: Partition): Partition => ({
  ...partition,
  client: `cut ${choicesOf(partition, 'cut', 0).below(CUTS)}`,
});

/**
 * The cell of a cut in which a day before the divide lies. Cells are `size` times 366 days; what the grid cuts off at either
 * end of the domain goes to the cell beside it, so every length is a multiple of `size` below two cells.
 */
export function cellOf(partition: Partition, day: number): Cell {
  const { size } = partition;
  const divide = divideOf(size);
  const length = BLOCKS_IN_A_CELL * size;
  const firstCell = EARLIEST_BIRTH + gridOf(partition) * size;
  const last = Math.floor((divide - firstCell) / length) - 1;
  const nth = Math.min(Math.max(Math.floor((day - firstCell) / length), 0), last);
  return {
    from: nth === 0 ? EARLIEST_BIRTH : firstCell + nth * length,
    to: nth === last ? divide : firstCell + (nth + 1) * length,
  };
}

/** By how many blocks the first whole cell of a cut is set off. */
function gridOf(cut: Partition): number {
  const { grids } = keptFor(cut.secret);
  const name = `${cut.size} ${cut.client}`;
  const grid = grids.get(name) ?? choicesOf(cut, 'grid', 0).below(BLOCKS_IN_A_CELL);
  grids.set(name, grid);
  return grid;
}

/** The blocks of one cell of a cut, one after the other; each day as its distance from the cell's first. */
export const dealCell = (partition: Partition, cell: Cell): Uint16Array =>
  Uint16Array.from(
    deal(frameOfDays(cell.from, cell.to), partition.size, choicesOf(partition, 'deal', cell.from)),
  );

/** Cells that are kept for one secret: at most some 8 MB where there are five options, and most of a population's. */
const KEPT_CELLS = 2048;

type Kept = { readonly grids: Map<string, number>; readonly cells: Map<string, Uint16Array> };

/** By secret. To deal a cell takes as long as all else that a new challenge needs. Nothing in here is a fact. */
const bySecret = new WeakMap<Uint8Array, Kept>();

function keptFor(secret: Uint8Array): Kept {
  const known = bySecret.get(secret) ?? { grids: new Map(), cells: new Map() };
  bySecret.set(secret, known);
  return known;
}

function dealtCell(cut: Partition, cell: Cell): Uint16Array {
  const { cells } = keptFor(cut.secret);
  const name = `${cut.size} ${cut.client} ${cell.from}`;
  return kept(cells, KEPT_CELLS, name, () => dealCell(cut, cell));
}
