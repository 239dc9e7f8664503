import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  blockOfBirth,
  type Cell,
  cellOf,
  cutOf,
  dealCell,
  divideOf,
} from '../../../src/domain/candidates/birth-blocks.ts';
import type { Partition } from '../../../src/domain/candidates/partition.ts';
import { EARLIEST_BIRTH } from '../../../src/domain/facts/date-of-birth.ts';
import { civilDate, isoDate, parseIsoDate } from '../../../src/kernel/calendar.ts';
import { clientRef, SECRET } from '../../attacks/simulated-clients.ts';

const SIZES = [4, 5, 6, 7, 8, 9, 10];
const CLIENTS = 10;

const partition = (size: number, client = 0): Partition => ({
  secret: SECRET,
  client: clientRef(client),
  fact: 'date_of_birth',
  size,
});

const cut = (size: number, client = 0): Partition => cutOf(partition(size, client));

function cellsOf(of: Partition): Cell[] {
  const cells: Cell[] = [];
  for (let day = EARLIEST_BIRTH; day < divideOf(of.size); ) {
    const cell = cellOf(of, day);
    assert.ok(cell.from <= day && day < cell.to, `${isoDate(day)} lies in its cell`);
    cells.push(cell);
    day = cell.to;
  }
  return cells;
}

const day = (text: string): number => parseIsoDate(text) ?? Number.NaN;

describe('the cells of one cut', () => {
  for (const size of SIZES) {
    test(`follow one another from 1900 to the divide without a gap, for blocks of ${size}`, () => {
      for (let client = 0; client < 200; client++) {
        const cells = cellsOf(cut(size, client));
        assert.equal(cells[0]?.from, EARLIEST_BIRTH);
        assert.equal(cells.at(-1)?.to, divideOf(size));
        for (const [nth, cell] of cells.entries()) {
          assert.equal(cell.to, cells[nth + 1]?.from ?? divideOf(size));
          assert.deepEqual(cellOf(cut(size, client), cell.to - 1), cell);
        }
      }
    });

    test(`are ${size} times 366 days long, and below twice that at the two ends`, () => {
      const full = size * 366;
      for (let client = 0; client < 200; client++) {
        const cells = cellsOf(cut(size, client));
        for (const [nth, { from, to }] of cells.entries()) {
          const atAnEnd = nth === 0 || nth === cells.length - 1;
          assert.equal((to - from) % size, 0);
          assert.ok(atAnEnd ? to - from >= full && to - from < 2 * full : to - from === full);
        }
      }
    });
  }

  test('lie on a grid of their own', () => {
    const starts = new Set(Array.from({ length: 100 }, (_, client) => cellsOf(cut(5, client))[1]?.from));
    assert.ok(starts.size > 40);
  });
});

describe('the cuts', () => {
  test('are spread evenly over the clients', () => {
    const counts = new Map<string, number>();
    for (let client = 0; client < 12_800; client++) {
      const { client: name } = cut(5, client);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    assert.equal(counts.size, 128);
    // 100 each on average: five standard deviations off is not chance.
    for (const count of counts.values()) assert.ok(count > 50 && count < 150, String(count));
  });

  test('give a client the same block before and after others were dealt', () => {
    const before = blockOfBirth(partition(4), day('1980-02-03'));
    // More cells than are kept.
    for (let client = 0; client < 400; client++) {
      for (let year = 1930; year < 2020; year += 8) blockOfBirth(partition(4, client), day(`${year}-05-05`));
    }
    assert.deepEqual(blockOfBirth(partition(4), day('1980-02-03')), before);
  });
});

describe('the blocks of one cell', () => {
  for (const size of SIZES) {
    test(`of ${size} values hold each of its days once, and differ in year, month, day and sum`, () => {
      for (let client = 0; client < CLIENTS; client++) {
        for (const cell of cellsOf(cut(size, client))) {
          const dealt = dealCell(cut(size, client), cell);
          assert.deepEqual(
            Uint16Array.from(dealt).sort(),
            Uint16Array.from({ length: cell.to - cell.from }, (_, nth) => nth),
          );
          for (let start = 0; start < dealt.length; start += size) {
            const dates = [...dealt.subarray(start, start + size)].map((nth) => civilDate(cell.from + nth));
            for (const part of [
              ({ year }) => year,
              ({ month }) => month,
              (date) => date.day,
              (date) => date.month + date.day,
            ] satisfies ((date: (typeof dates)[number]) => number)[]) {
              assert.equal(new Set(dates.map(part)).size, size);
            }
          }
        }
      }
    });
  }
});

describe('the block of a day', () => {
  test('is found from each of its days alike, at every edge', () => {
    for (const size of SIZES) {
      for (const at of [
        EARLIEST_BIRTH,
        day('1904-02-29'),
        day('1999-12-31'),
        day('2000-02-29'),
        day('2024-02-29'),
        day('2025-12-31'),
        divideOf(size) - 1,
        divideOf(size),
        day('2026-11-22'),
        ...cellsOf(cut(size)).flatMap(({ from, to }) => [from, to - 1]),
      ]) {
        const block = blockOfBirth(partition(size), at);
        assert.ok(block.includes(at), isoDate(at));
        assert.equal(new Set(block).size, size);
        assert.deepEqual(
          block.toSorted((a, b) => a - b),
          block,
        );
        for (const member of block) assert.deepEqual(blockOfBirth(partition(size), member), block);
      }
    }
  });

  test('lies within one cell, so within about as many years as it has days', () => {
    for (let at = EARLIEST_BIRTH; at < divideOf(5); at += 97) {
      const { from, to } = cellOf(cut(5), at);
      assert.ok(blockOfBirth(partition(5), at).every((member) => member >= from && member < to));
    }
  });

  test('from the divide on is the days beside it, on a grid that does not move', () => {
    assert.equal(isoDate(divideOf(5)), '2026-01-05');
    assert.deepEqual(blockOfBirth(partition(5), day('2026-01-12')).map(isoDate), [
      '2026-01-10',
      '2026-01-11',
      '2026-01-12',
      '2026-01-13',
      '2026-01-14',
    ]);
  });

  test('begins the divide at the first day of 2026 or soon after, where no day is left over', () => {
    for (const size of SIZES) {
      const divide = divideOf(size);
      assert.ok(divide >= day('2026-01-01') && divide < day('2026-01-01') + size);
      assert.equal((divide - EARLIEST_BIRTH) % size, 0);
    }
  });
});
