import type { FigureStore, SpanCounts } from '../../app/desk-ports.ts';
import type { Client } from '../../domain/challenge/challenge.ts';
import type { ChannelId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { integer } from '../columns.ts';
import { firstIdAt } from '../first-id-at.ts';
import { readClient } from '../rows.ts';
import type { STATUSES } from '../vocabulary.ts';
import { CLIENT_COLUMNS } from './clients.ts';
import type { Database } from './database.ts';

// Ids are made of times, and numbers follow them: where a time begins, one step down the index of ids tells.
const LAST_BEFORE = 'SELECT number FROM challenges WHERE id < ? ORDER BY id DESC LIMIT 1';

// Within the index by channel and status alone, whose rows are as short as can be.
const COUNT = `
  SELECT count(*) AS count FROM challenges WHERE channel = ? AND status = ? AND number >= ? AND number < ?`;

const DENIED = `
  SELECT count(*) AS count FROM challenges WHERE channel = ? AND reason = 'canceled_by_person' AND number >= ?`;

const ANSWER_TIMES = `
  SELECT decided_at - coalesce(first_viewed_at, created_at) AS milliseconds FROM challenges
  WHERE channel = ? AND status = ? AND number >= ? ORDER BY number DESC LIMIT ?`;

const HELD_BACK = `
  SELECT ${CLIENT_COLUMNS} FROM clients
  WHERE channel = ? AND consecutive_failures >= max(?, 1) AND consecutive_failures > 0
  ORDER BY consecutive_failures DESC, number DESC LIMIT ?`;

export function figureStore(database: Database): FigureStore {
  return {
    counts: async (channel, bounds) => database.read(() => counts(database, channel, bounds)),
    denied: async (channel, since) =>
      database.read(() => countOf(database, DENIED, [channel, firstNumber(database, since)])),
    answerTimes: async (channel, since, limit) =>
      database.read(() => answerTimes(database, channel, since, limit)),
    heldBack: async (channel, failures, limit) =>
      database.read(() => heldBack(database, channel, failures, limit)),
  };
}

function counts(database: Database, channel: ChannelId, bounds: readonly Instant[]): readonly SpanCounts[] {
  const numbers = bounds.map((bound) => firstNumber(database, bound));
  return numbers.slice(1).map((end, nth) => {
    const start = numbers[nth] ?? end;
    const count = (status: string) => countOf(database, COUNT, [channel, status, start, end]);
    return {
      pending: count('pending'),
      passed: count('passed'),
      failed: count('failed'),
      expired: count('expired'),
      canceled: count('canceled'),
    } satisfies Record<(typeof STATUSES)[number], number>;
  });
}

/** The number from which on challenges were made at `at` or later. */
function firstNumber(database: Database, at: Instant): number {
  const row = database.prepare(LAST_BEFORE).get(firstIdAt(at));
  return row === undefined ? 0 : integer(row, 'number') + 1;
}

function countOf(database: Database, sql: string, values: readonly (string | number)[]): number {
  const row = database.prepare(sql).get(...values);
  return row === undefined ? 0 : integer(row, 'count');
}

function answerTimes(database: Database, channel: ChannelId, since: Instant, limit: number): number[] {
  const first = firstNumber(database, since);
  return ['passed', 'failed'].flatMap((status) =>
    database
      .prepare(ANSWER_TIMES)
      .all(channel, status, first, limit)
      .map((row) => Math.max(0, integer(row, 'milliseconds'))),
  );
}

const heldBack = (
  database: Database,
  channel: ChannelId,
  failures: number,
  limit: number,
): readonly Client[] => database.prepare(HELD_BACK).all(channel, failures, limit).map(readClient);
