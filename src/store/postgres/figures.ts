import type { FigureStore, SpanCounts } from '../../app/desk-ports.ts';
import type { ChannelId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { integer, oneOf } from '../columns.ts';
import { firstIdAt } from '../first-id-at.ts';
import { readClient } from '../rows.ts';
import { STATUSES } from '../vocabulary.ts';
import { CLIENT_COLUMNS } from './clients.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';

// Ids are made of times, and numbers follow them: where a time begins, one step down the index of ids tells.
const FIRST_NUMBER = (id: string): string =>
  `coalesce((SELECT number + 1 FROM challenges WHERE id < ${id} ORDER BY id DESC LIMIT 1), 0)`;

const COUNTS: Statement = {
  name: 'figures-counts',
  text: `
    WITH edges AS MATERIALIZED (
      SELECT nth, ${FIRST_NUMBER('bound')} AS number FROM unnest($2::text[]) WITH ORDINALITY AS given (bound, nth)
    )
    SELECT edges.nth, wanted.status, (
      SELECT count(*) FROM challenges
      WHERE channel = $1 AND challenges.status = wanted.status AND challenges.number >= edges.number
        AND challenges.number < ends.number
    ) AS count
    FROM edges JOIN edges AS ends ON ends.nth = edges.nth + 1 CROSS JOIN unnest($3::text[]) AS wanted (status)`,
};

const DENIED: Statement = {
  name: 'figures-denied',
  text: `
    SELECT count(*) AS count FROM challenges
    WHERE channel = $1 AND reason = 'canceled_by_person' AND number >= (SELECT ${FIRST_NUMBER('$2')})`,
};

const ANSWER_TIMES: Statement = {
  name: 'figures-answer-times',
  text: `
    SELECT found.milliseconds FROM unnest(ARRAY['passed', 'failed']) AS wanted (status) CROSS JOIN LATERAL (
      SELECT decided_at - coalesce(first_viewed_at, created_at) AS milliseconds FROM challenges
      WHERE channel = $1 AND challenges.status = wanted.status AND number >= (SELECT ${FIRST_NUMBER('$2')})
      ORDER BY number DESC LIMIT $3
    ) AS found`,
};

const HELD_BACK: Statement = {
  name: 'figures-held-back',
  text: `
    SELECT ${CLIENT_COLUMNS} FROM clients
    WHERE channel = $1 AND consecutive_failures >= greatest($2, 1) AND consecutive_failures > 0
    ORDER BY consecutive_failures DESC, ref LIMIT $3`,
};

const status = oneOf(STATUSES);

export function figureStore(database: Database): FigureStore {
  return {
    counts: (channel, bounds) => counts(database, channel, bounds),
    denied: async (channel, since) => {
      const [row] = await database.read(DENIED, [channel, firstIdAt(since)]);
      return row === undefined ? 0 : integer(row, 'count');
    },
    answerTimes: async (channel, since, limit) => {
      const rows = await database.read(ANSWER_TIMES, [channel, firstIdAt(since), limit]);
      return rows.map((row) => Math.max(0, integer(row, 'milliseconds')));
    },
    heldBack: async (channel, failures, limit) =>
      (await database.read(HELD_BACK, [channel, failures, limit])).map(readClient),
  };
}

async function counts(
  database: Database,
  channel: ChannelId,
  bounds: readonly Instant[],
): Promise<readonly SpanCounts[]> {
  const spans = bounds
    .slice(1)
    .map(
      () =>
        ({ pending: 0, passed: 0, failed: 0, expired: 0, canceled: 0 }) as Record<keyof SpanCounts, number>,
    );
  for (const row of await database.read(COUNTS, [channel, bounds.map(firstIdAt), STATUSES])) {
    const span = spans[integer(row, 'nth') - 1];
    if (span !== undefined) span[status(row, 'status')] = integer(row, 'count');
  }
  return spans;
}
