import type {
  Block,
  BlockedClient,
  Erased,
  LoggedChallenge,
  PrivacyStore,
  ViewsErasure,
} from '../../app/privacy-ports.ts';
import type { Client } from '../../domain/challenge/challenge.ts';
import { type ChallengeId, channelId } from '../../kernel/ids.ts';
import { blob, challengeId, clientRef, integer, type Row, text, time } from '../columns.ts';
import { CLIENT_COLUMNS, readClient, writeClient } from './clients.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';
import type { GroupCommit, Job } from './group-commit.ts';
import { bytes, type RowStatement } from './rows-to-write.ts';
import { challengeRow, clientRow } from './touched-rows.ts';

const EVIDENCE_KEY: Statement = {
  name: 'privacy-evidence-key',
  text: `
    SELECT wrapped_key FROM (
      SELECT channel, client FROM challenges WHERE id = $1
      UNION ALL SELECT channel, client FROM past_challenges WHERE id = $1 AND blocked IS NULL
    ) AS found JOIN clients ON clients.channel = found.channel AND clients.ref = found.client`,
};

const OF_CLIENT: Statement = {
  name: 'privacy-of-client',
  text: `
    SELECT id FROM challenges WHERE channel = $1 AND client = $2
    UNION ALL SELECT id FROM past_challenges WHERE channel = $1 AND client = $2 AND blocked IS NULL
    ORDER BY id`,
};

const BLOCKED = 'SELECT number, channel, ref, wrapped_key, blocked_at, erase_at FROM blocked_clients';

const BLOCKED_OF: Statement = {
  name: 'privacy-blocked-of',
  text: `${BLOCKED} WHERE channel = $1 AND ref = $2 ORDER BY number`,
};

const DUE_BLOCKED: Statement = {
  name: 'privacy-due-blocked',
  text: `${BLOCKED} WHERE erase_at <= $1 ORDER BY erase_at LIMIT $2`,
};

const OF_BLOCKED: Statement = {
  name: 'privacy-of-blocked',
  text: 'SELECT id, channel FROM past_challenges WHERE blocked = $1 ORDER BY id LIMIT $2',
};

const DESTROY_BLOCKED: Statement = {
  name: 'privacy-destroy-blocked',
  text: `DELETE FROM blocked_clients WHERE number = $1 AND NOT EXISTS (SELECT FROM past_challenges WHERE blocked = $1)`,
};

const DUE_CHALLENGES: Statement = {
  name: 'privacy-due-challenges',
  text: `
    SELECT id FROM challenges
    WHERE id < $1 AND status <> 'pending'
      AND NOT EXISTS (SELECT FROM deliveries WHERE deliveries.challenge = challenges.id AND deliveries.status = 'pending')
    ORDER BY id LIMIT $2`,
};

const DUE_EVIDENCE: Statement = {
  name: 'privacy-due-evidence',
  text: 'SELECT id, channel FROM past_challenges WHERE id < $1 AND blocked IS NULL ORDER BY id LIMIT $2',
};

const VIEWS_BELOW: Statement = {
  name: 'privacy-views-below',
  text: "SELECT below_index FROM retention WHERE class = 'views'",
};

const HAS_CHALLENGES = `
  EXISTS (SELECT FROM challenges WHERE challenges.channel = clients.channel AND challenges.client = clients.ref)
  OR EXISTS (SELECT FROM past_challenges AS past
    WHERE past.channel = clients.channel AND past.client = clients.ref AND past.blocked IS NULL)`;

const CLIENTS_BEHIND: Statement = {
  name: 'privacy-clients-behind',
  text: `
    SELECT ${CLIENT_COLUMNS}, (${HAS_CHALLENGES}) AS has_challenges FROM clients
    WHERE (channel, ref) > ($1, $2) ORDER BY channel, ref LIMIT $3`,
};

const GIVEN_CLIENT = `json_to_recordset($1) AS given
  (channel text, ref text, wrapped_key bytea, blocked_at bigint, erase_at bigint)`;
const GIVEN_CHALLENGE = 'json_to_recordset($1) AS given (challenge text)';
const OF_GIVEN = 'SELECT id FROM challenges JOIN given USING (channel) WHERE client = given.ref';
const WITH_GIVEN = `WITH given AS (SELECT * FROM ${GIVEN_CLIENT})`;

const statement = (name: string, place: number, sql: string): RowStatement => ({
  name: `privacy-${name}`,
  place,
  exactly: false,
  text: sql,
});

/** Statements that run in this order, after those of other tables. */
const inOrder = (first: number, texts: Readonly<Record<string, string>>): readonly RowStatement[] =>
  Object.entries(texts).map(([name, sql], nth) => statement(name, first + nth, sql));

const BLOCK = inOrder(20, {
  'block-client': `
    INSERT INTO blocked_clients (channel, ref, wrapped_key, blocked_at, erase_at)
    SELECT channel, ref, wrapped_key, blocked_at, erase_at FROM ${GIVEN_CLIENT}`,
  'block-past': `
    UPDATE past_challenges SET blocked = (
      SELECT max(number) FROM blocked_clients AS b WHERE b.channel = given.channel AND b.ref = given.ref)
    FROM ${GIVEN_CLIENT}
    WHERE past_challenges.channel = given.channel AND client = given.ref AND blocked IS NULL`,
  'block-live': `
    INSERT INTO past_challenges (id, channel, client, blocked)
    SELECT id, challenges.channel, client, (
      SELECT max(number) FROM blocked_clients AS b WHERE b.channel = given.channel AND b.ref = given.ref)
    FROM ${GIVEN_CLIENT} JOIN challenges ON challenges.channel = given.channel AND client = given.ref`,
  'block-idempotency': `${WITH_GIVEN} DELETE FROM idempotency WHERE challenge IN (${OF_GIVEN})`,
  'block-deliveries': `${WITH_GIVEN} DELETE FROM deliveries WHERE challenge IN (${OF_GIVEN})`,
  'block-challenges': `
    DELETE FROM challenges USING ${GIVEN_CLIENT} WHERE challenges.channel = given.channel AND client = given.ref`,
});

const FORGET_CLIENT = statement(
  'forget-client',
  26,
  `DELETE FROM clients USING ${GIVEN_CLIENT} WHERE clients.channel = given.channel AND clients.ref = given.ref
     AND NOT (${HAS_CHALLENGES})`,
);

const RETIRE = inOrder(30, {
  'retire-insert': `
    INSERT INTO past_challenges (id, channel, client)
    SELECT id, channel, client FROM challenges JOIN ${GIVEN_CHALLENGE} ON challenges.id = given.challenge`,
  'retire-idempotency': `DELETE FROM idempotency USING ${GIVEN_CHALLENGE} WHERE idempotency.challenge = given.challenge`,
  'retire-deliveries': `DELETE FROM deliveries USING ${GIVEN_CHALLENGE} WHERE deliveries.challenge = given.challenge`,
  'retire-challenges': `DELETE FROM challenges USING ${GIVEN_CHALLENGE} WHERE challenges.id = given.challenge`,
});

const ERASE = inOrder(40, {
  'erase-past': `DELETE FROM past_challenges USING ${GIVEN_CHALLENGE} WHERE past_challenges.id = given.challenge`,
  'erase-disclosures': `
    UPDATE audit_entries SET sealed_disclosures = NULL FROM ${GIVEN_CHALLENGE}
    WHERE audit_entries.challenge = given.challenge AND sealed_disclosures IS NOT NULL`,
});

const ERASE_ENTRY = statement(
  'erase-entry',
  42,
  `UPDATE audit_entries SET sealed_disclosures = NULL FROM json_to_recordset($1) AS given (entry_index bigint)
   WHERE audit_entries.entry_index = given.entry_index`,
);

const SAVE_VIEWS_BELOW = statement(
  'save-views-below',
  43,
  `INSERT INTO retention (class, below_index)
   SELECT 'views', below_index FROM json_to_recordset($1) AS given (below_index bigint)
   ON CONFLICT (class) DO UPDATE SET below_index = excluded.below_index`,
);

export function privacyStore(database: Database, group: GroupCommit): PrivacyStore {
  return {
    evidenceKey: async (challenge) => {
      const [row] = await database.read(EVIDENCE_KEY, [challenge]);
      return row === undefined ? null : blob(row, 'wrapped_key');
    },
    challengesOf: async (channel, ref) => ids(await database.read(OF_CLIENT, [channel, ref])),
    block: (block) => group.run(blockClient(block)),
    blockedOf: async (channel, ref) => (await database.read(BLOCKED_OF, [channel, ref])).map(readBlocked),
    dueBlocked: async (now, limit) => (await database.read(DUE_BLOCKED, [now, limit])).map(readBlocked),
    challengesOfBlocked: async (number, limit) =>
      (await database.read(OF_BLOCKED, [number, limit])).map(readLogged),
    destroyBlocked: async (number) => (await database.write(DESTROY_BLOCKED, [number])).count === 1,
    dueChallenges: async (before, limit) => ids(await database.read(DUE_CHALLENGES, [before, limit])),
    retire: (challenges) => group.run(retire(challenges)),
    dueEvidence: async (before, limit) =>
      (await database.read(DUE_EVIDENCE, [before, limit])).map(readLogged),
    erase: (erased) => group.run(erase(erased)),
    viewsErasedBelow: async () => {
      const [row] = await database.read(VIEWS_BELOW, []);
      return row === undefined ? 0 : integer(row, 'below_index');
    },
    eraseViews: (erasure) => group.run(eraseViews(erasure)),
    idleClients: async (after, limit) => {
      const given = [after?.channel ?? '', after?.ref ?? '', limit];
      const found = await database.read(CLIENTS_BEHIND, given);
      const last = found.length < limit ? undefined : found.at(-1);
      return {
        clients: found.filter((row) => row['has_challenges'] === false).map(readClient),
        next: last === undefined ? null : readClient(last),
      };
    },
    forgetClients: (clients) => group.run(forgetClients(clients)),
    // What was erased stays in the server's files until it cleans up by itself: nothing here can hurry that.
    scrub: async () => true,
  };
}

const blockClient = ({ client, at, eraseAt, successor, audit }: Block): Job<'blocked' | 'conflict'> => ({
  touches: [
    clientRow(client.channel, client.ref),
    ...audit.flatMap(({ draft }) => touchedBy(draft.challenge)),
  ],
  ask: (guards) => {
    guards.askClient(client.channel, client.ref);
    for (const { draft } of audit) guards.askEntries(draft.challenge);
  },
  write: (guards, rows, log) => {
    if (guards.clientVersion(client.channel, client.ref) !== client.version) return 'conflict';
    const { channel, ref } = client;
    const row = { channel, ref, wrapped_key: bytes(client.wrappedKey), blocked_at: at, erase_at: eraseAt };
    for (const each of BLOCK) rows.add(each, row);
    if (successor === null) rows.add(FORGET_CLIENT, row);
    else writeClient(rows, client.version, successor);
    for (const entry of audit) log.append(entry);
    return 'blocked';
  },
});

const retire = (challenges: readonly ChallengeId[]): Job<void> => ({
  touches: challenges.map(challengeRow),
  ask: () => undefined,
  write: (_guards, rows) => {
    for (const challenge of challenges) {
      for (const each of RETIRE) rows.add(each, { challenge });
    }
  },
});

const erase = (erased: readonly Erased[]): Job<number> => ({
  touches: erased.map(({ challenge }) => challengeRow(challenge)),
  ask: (guards) => {
    for (const { challenge, entry } of erased) {
      guards.askPast(challenge);
      guards.askEntries(entry.draft.challenge);
    }
  },
  write: (guards, rows, log) => {
    const left = erased.filter(({ challenge }) => guards.isPast(challenge));
    for (const { challenge, entry } of left) {
      for (const each of ERASE) rows.add(each, { challenge });
      log.append(entry);
    }
    return left.length;
  },
});

const VIEWS_ROW = 'retention views';

const eraseViews = ({ indexes, from, belowIndex, audit }: ViewsErasure): Job<boolean> => ({
  touches: [VIEWS_ROW, ...audit.flatMap(({ draft }) => touchedBy(draft.challenge))],
  ask: (guards) => {
    guards.askViews();
    for (const { draft } of audit) guards.askEntries(draft.challenge);
  },
  write: (guards, rows, log) => {
    if (guards.viewsErasedBelow !== from) return false;
    for (const index of indexes) rows.add(ERASE_ENTRY, { entry_index: index });
    rows.add(SAVE_VIEWS_BELOW, { below_index: belowIndex });
    for (const entry of audit) log.append(entry);
    return true;
  },
});

const forgetClients = (clients: readonly Client[]): Job<number> => ({
  touches: clients.map(({ channel, ref }) => clientRow(channel, ref)),
  ask: (guards) => {
    for (const { channel, ref } of clients) guards.askClient(channel, ref);
  },
  write: (guards, rows) => {
    const same = clients.filter(
      ({ channel, ref, version }) => guards.clientVersion(channel, ref) === version,
    );
    for (const { channel, ref } of same) rows.add(FORGET_CLIENT, { channel, ref });
    return same.length;
  },
});

const touchedBy = (challenge: ChallengeId | null): readonly string[] =>
  challenge === null ? [] : [challengeRow(challenge)];

const ids = (rows: readonly Row[]): readonly ChallengeId[] => rows.map((row) => challengeId(row, 'id'));

const readBlocked = (row: Row): BlockedClient => ({
  number: integer(row, 'number'),
  channel: channelId(text(row, 'channel')),
  ref: clientRef(row, 'ref'),
  wrappedKey: blob(row, 'wrapped_key'),
  blockedAt: time(row, 'blocked_at'),
  eraseAt: time(row, 'erase_at'),
});

const readLogged = (row: Row): LoggedChallenge => ({
  id: challengeId(row, 'id'),
  channel: channelId(text(row, 'channel')),
});
