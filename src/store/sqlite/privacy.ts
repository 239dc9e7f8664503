import type { Block, Erased, PrivacyStore, ViewsErasure } from '../../app/privacy-ports.ts';
import type { Client } from '../../domain/challenge/challenge.ts';
import type { ChallengeId } from '../../kernel/ids.ts';
import { blob, challengeId, integer, type Row } from '../columns.ts';
import { readBlocked, readClient, readLogged } from '../rows.ts';
import type { AuditAppender } from './audit-appender.ts';
import { CLIENT_COLUMNS, clientNumber, clientVersion, inHex, writeClient } from './clients.ts';
import { BUSY_MILLISECONDS, type Database } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

const KEY_OF_LIVE = `
  SELECT wrapped_key FROM challenges JOIN clients ON clients.number = challenges.client WHERE challenges.id = ?`;

const KEY_OF_PAST = `
  SELECT wrapped_key FROM past_challenges AS past JOIN clients ON clients.channel = past.channel AND clients.ref = past.client
  WHERE past.id = ? AND past.blocked IS NULL`;

const LIVE_OF_CLIENT = `
  SELECT challenges.id FROM challenges JOIN clients ON clients.number = challenges.client
  WHERE clients.channel = ? AND clients.ref = unhex(?)`;

const PAST_OF_CLIENT =
  'SELECT id FROM past_challenges WHERE channel = ? AND client = unhex(?) AND blocked IS NULL';

const BLOCK =
  'INSERT INTO blocked_clients (channel, ref, wrapped_key, blocked_at, erase_at) VALUES (?, unhex(?), ?, ?, ?)';

const BLOCK_PAST =
  'UPDATE past_challenges SET blocked = ? WHERE channel = ? AND client = unhex(?) AND blocked IS NULL';

const BLOCK_LIVE = `
  INSERT INTO past_challenges (id, channel, client, blocked) SELECT id, channel, unhex(?), ? FROM challenges WHERE client = ?`;

const REMOVE_OF_CLIENT: readonly string[] = [
  'DELETE FROM idempotency WHERE challenge IN (SELECT id FROM challenges WHERE client = ?)',
  'DELETE FROM deliveries WHERE challenge IN (SELECT number FROM challenges WHERE client = ?)',
  'DELETE FROM challenges WHERE client = ?',
];

const REMOVE_CLIENT = 'DELETE FROM clients WHERE number = ?';

const BLOCKED = `SELECT number, channel, ${inHex('ref')} AS ref, wrapped_key, blocked_at, erase_at FROM blocked_clients`;
const BLOCKED_OF = `${BLOCKED} WHERE channel = ? AND blocked_clients.ref = unhex(?) ORDER BY number`;
const DUE_BLOCKED = `${BLOCKED} WHERE erase_at <= ? ORDER BY erase_at LIMIT ?`;

const OF_BLOCKED = 'SELECT id, channel FROM past_challenges WHERE blocked = ? ORDER BY id LIMIT ?';

const DESTROY_BLOCKED = `
  DELETE FROM blocked_clients WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM past_challenges WHERE blocked = ?1)`;

const DUE_CHALLENGES = `
  SELECT id FROM challenges
  WHERE id < ? AND status <> 'pending'
    AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.challenge = challenges.number AND deliveries.status = 'pending')
  ORDER BY id LIMIT ?`;

const RETIRE: readonly string[] = [
  `INSERT INTO past_challenges (id, channel, client)
   SELECT id, challenges.channel, clients.ref FROM challenges JOIN clients ON clients.number = challenges.client WHERE id = ?`,
  'DELETE FROM idempotency WHERE challenge = ?',
  'DELETE FROM deliveries WHERE challenge = (SELECT number FROM challenges WHERE id = ?)',
  'DELETE FROM challenges WHERE id = ?',
];

const DUE_EVIDENCE =
  'SELECT id, channel FROM past_challenges WHERE id < ? AND blocked IS NULL ORDER BY id LIMIT ?';

const REMOVE_PAST = 'DELETE FROM past_challenges WHERE id = ?';

const ERASE_OF_CHALLENGE =
  'UPDATE audit_entries SET sealed_disclosures = NULL WHERE challenge = ? AND sealed_disclosures IS NOT NULL';

const VIEWS_BELOW = "SELECT below_index FROM retention WHERE class = 'views'";

const SAVE_VIEWS_BELOW = "INSERT OR REPLACE INTO retention (class, below_index) VALUES ('views', ?)";

const ERASE_ENTRY = 'UPDATE audit_entries SET sealed_disclosures = NULL WHERE entry_index = ?';

const HAS_CHALLENGES = `
  EXISTS (SELECT 1 FROM challenges WHERE client = clients.number)
  OR EXISTS (SELECT 1 FROM past_challenges AS past
    WHERE past.channel = clients.channel AND past.client = clients.ref AND past.blocked IS NULL)`;

const CLIENTS_BEHIND = `
  SELECT ${CLIENT_COLUMNS}, (${HAS_CHALLENGES}) AS has_challenges FROM clients
  WHERE (channel, ref) > (?, unhex(?)) ORDER BY channel, ref LIMIT ?`;

const FORGET_CLIENT = `DELETE FROM clients WHERE channel = ? AND ref = unhex(?) AND version = ? AND NOT (${HAS_CHALLENGES})`;

const SCRUB = 'PRAGMA wal_checkpoint(TRUNCATE)';

/** What is erased is out of the log beside the database sooner or later: no request waits long for it. */
const SCRUB_MILLISECONDS = 200;

const wait = (milliseconds: number): string => `PRAGMA busy_timeout = ${milliseconds}`;

export function privacyStore(database: Database, group: GroupCommit, appender: AuditAppender): PrivacyStore {
  const rows = (sql: string, ...values: readonly (string | number)[]): readonly Row[] =>
    database.read(() => database.prepare(sql).all(...values));
  return {
    evidenceKey: async (challenge) => {
      const [row] = [...rows(KEY_OF_LIVE, challenge), ...rows(KEY_OF_PAST, challenge)];
      return row === undefined ? null : blob(row, 'wrapped_key');
    },
    challengesOf: async (channel, ref) =>
      [...rows(LIVE_OF_CLIENT, channel, ref), ...rows(PAST_OF_CLIENT, channel, ref)]
        .map((row) => challengeId(row, 'id'))
        .toSorted(),
    block: (block) => group.run(() => blockClient(database, appender, block)),
    blockedOf: async (channel, ref) => rows(BLOCKED_OF, channel, ref).map(readBlocked),
    dueBlocked: async (now, limit) => rows(DUE_BLOCKED, now, limit).map(readBlocked),
    challengesOfBlocked: async (number, limit) => rows(OF_BLOCKED, number, limit).map(readLogged),
    destroyBlocked: (number) => group.run(() => database.prepare(DESTROY_BLOCKED).run(number).changes === 1),
    dueChallenges: async (before, limit) =>
      rows(DUE_CHALLENGES, before, limit).map((row) => challengeId(row, 'id')),
    retire: (challenges) => group.run(() => retire(database, challenges)),
    dueEvidence: async (before, limit) => rows(DUE_EVIDENCE, before, limit).map(readLogged),
    erase: (erased) => group.run(() => erase(database, appender, erased)),
    viewsErasedBelow: async () => database.read(() => viewsErasedBelow(database)),
    eraseViews: (erasure) => group.run(() => eraseViews(database, appender, erasure)),
    idleClients: async (after, limit) => {
      const found = rows(CLIENTS_BEHIND, after?.channel ?? '', after?.ref ?? '', limit);
      const last = found.length < limit ? undefined : found.at(-1);
      return {
        clients: found.filter((row) => integer(row, 'has_challenges') === 0).map(readClient),
        next: last === undefined ? null : readClient(last),
      };
    },
    forgetClients: (clients) => group.run(() => forgetClients(database, clients)),
    scrub: async () => database.read(() => scrub(database)),
  };
}

function scrub(database: Database): boolean {
  database.prepare(wait(SCRUB_MILLISECONDS)).get();
  try {
    return database.prepare(SCRUB).get()?.['busy'] === 0;
  } finally {
    database.prepare(wait(BUSY_MILLISECONDS)).get();
  }
}

function blockClient(database: Database, appender: AuditAppender, block: Block): 'blocked' | 'conflict' {
  const { client, at, eraseAt, successor, audit } = block;
  const { channel, ref, version, wrappedKey } = client;
  const row = clientNumber(database, channel, ref);
  if (row === null || clientVersion(database, channel, ref) !== version) return 'conflict';
  const number = Number(database.prepare(BLOCK).run(channel, ref, wrappedKey, at, eraseAt).lastInsertRowid);
  database.prepare(BLOCK_PAST).run(number, channel, ref);
  database.prepare(BLOCK_LIVE).run(ref, number, row);
  for (const sql of REMOVE_OF_CLIENT) database.prepare(sql).run(row);
  if (successor === null) database.prepare(REMOVE_CLIENT).run(row);
  else if (!writeClient(database, version, successor))
    throw new Error('a client changed while it was blocked');
  for (const entry of audit) appender.append(entry);
  return 'blocked';
}

function retire(database: Database, challenges: readonly ChallengeId[]): void {
  for (const id of challenges) {
    for (const sql of RETIRE) database.prepare(sql).run(id);
  }
}

function erase(database: Database, appender: AuditAppender, erased: readonly Erased[]): number {
  let count = 0;
  for (const { challenge, entry } of erased) {
    if (database.prepare(REMOVE_PAST).run(challenge).changes !== 1) continue;
    database.prepare(ERASE_OF_CHALLENGE).run(challenge);
    appender.append(entry);
    count += 1;
  }
  return count;
}

function viewsErasedBelow(database: Database): number {
  const row = database.prepare(VIEWS_BELOW).get();
  return row === undefined ? 0 : integer(row, 'below_index');
}

function eraseViews(database: Database, appender: AuditAppender, erasure: ViewsErasure): boolean {
  if (viewsErasedBelow(database) !== erasure.from) return false;
  for (const index of erasure.indexes) database.prepare(ERASE_ENTRY).run(index);
  database.prepare(SAVE_VIEWS_BELOW).run(erasure.belowIndex);
  for (const entry of erasure.audit) appender.append(entry);
  return true;
}

function forgetClients(database: Database, clients: readonly Client[]): number {
  const statement = database.prepare(FORGET_CLIENT);
  return clients.reduce(
    (count, { channel, ref, version }) => count + Number(statement.run(channel, ref, version).changes),
    0,
  );
}
