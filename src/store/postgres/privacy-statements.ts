import { CLIENT_COLUMNS, inHex } from './clients.ts';
import type { Statement } from './connection.ts';
import type { RowStatement } from './rows-to-write.ts';

/*
 * The SQL of privacy.ts. Those that write run in the order of their places, within the group's transaction.
 */

export const EVIDENCE_KEY: Statement = {
  name: 'privacy-evidence-key',
  text: `
    SELECT wrapped_key FROM (
      SELECT channel, client FROM challenges WHERE id = $1
      UNION ALL SELECT channel, client FROM past_challenges WHERE id = $1 AND blocked IS NULL
    ) AS found JOIN clients ON clients.channel = found.channel AND clients.ref = found.client`,
};

export const OF_CLIENT: Statement = {
  name: 'privacy-of-client',
  text: `
    SELECT id FROM challenges WHERE channel = $1 AND client = decode($2, 'hex')
    UNION ALL SELECT id FROM past_challenges WHERE channel = $1 AND client = decode($2, 'hex') AND blocked IS NULL
    ORDER BY id`,
};

const BLOCKED = `SELECT number, channel, ${inHex('ref')} AS ref, wrapped_key, blocked_at, erase_at FROM blocked_clients`;

export const BLOCKED_OF: Statement = {
  name: 'privacy-blocked-of',
  text: `${BLOCKED} WHERE channel = $1 AND ref = decode($2, 'hex') ORDER BY number`,
};

export const DUE_BLOCKED: Statement = {
  name: 'privacy-due-blocked',
  text: `${BLOCKED} WHERE erase_at <= $1 ORDER BY erase_at LIMIT $2`,
};

export const OF_BLOCKED: Statement = {
  name: 'privacy-of-blocked',
  text: 'SELECT id, channel FROM past_challenges WHERE blocked = $1 ORDER BY id LIMIT $2',
};

export const DESTROY_BLOCKED: Statement = {
  name: 'privacy-destroy-blocked',
  text: `DELETE FROM blocked_clients WHERE number = $1 AND NOT EXISTS (SELECT FROM past_challenges WHERE blocked = $1)`,
};

export const DUE_CHALLENGES: Statement = {
  name: 'privacy-due-challenges',
  text: `
    SELECT id FROM challenges
    WHERE id < $1 AND status <> 'pending'
      AND NOT EXISTS (SELECT FROM deliveries WHERE deliveries.challenge = challenges.id AND deliveries.status = 'pending')
    ORDER BY id LIMIT $2`,
};

export const DUE_EVIDENCE: Statement = {
  name: 'privacy-due-evidence',
  text: 'SELECT id, channel FROM past_challenges WHERE id < $1 AND blocked IS NULL ORDER BY id LIMIT $2',
};

export const VIEWS_BELOW: Statement = {
  name: 'privacy-views-below',
  text: "SELECT below_index FROM retention WHERE class = 'views'",
};

const HAS_CHALLENGES = `
  EXISTS (SELECT FROM challenges WHERE challenges.channel = clients.channel AND challenges.client = clients.ref)
  OR EXISTS (SELECT FROM past_challenges AS past
    WHERE past.channel = clients.channel AND past.client = clients.ref AND past.blocked IS NULL)`;

export const CLIENTS_BEHIND: Statement = {
  name: 'privacy-clients-behind',
  text: `
    SELECT ${CLIENT_COLUMNS}, (${HAS_CHALLENGES}) AS has_challenges FROM clients
    WHERE (channel, ref) > ($1, decode($2, 'hex')) ORDER BY channel, ref LIMIT $3`,
};

const GIVEN_CLIENT = `json_to_recordset($1) AS given
  (channel text, ref bytea, wrapped_key bytea, blocked_at bigint, erase_at bigint)`;
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

export const BLOCK = inOrder(20, {
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

export const FORGET_CLIENT = statement(
  'forget-client',
  26,
  `DELETE FROM clients USING ${GIVEN_CLIENT} WHERE clients.channel = given.channel AND clients.ref = given.ref
     AND NOT (${HAS_CHALLENGES})`,
);

export const RETIRE = inOrder(30, {
  'retire-insert': `
    INSERT INTO past_challenges (id, channel, client)
    SELECT id, channel, client FROM challenges JOIN ${GIVEN_CHALLENGE} ON challenges.id = given.challenge`,
  'retire-idempotency': `DELETE FROM idempotency USING ${GIVEN_CHALLENGE} WHERE idempotency.challenge = given.challenge`,
  'retire-deliveries': `DELETE FROM deliveries USING ${GIVEN_CHALLENGE} WHERE deliveries.challenge = given.challenge`,
  'retire-challenges': `DELETE FROM challenges USING ${GIVEN_CHALLENGE} WHERE challenges.id = given.challenge`,
});

export const ERASE = inOrder(40, {
  'erase-past': `DELETE FROM past_challenges USING ${GIVEN_CHALLENGE} WHERE past_challenges.id = given.challenge`,
  'erase-disclosures': `
    UPDATE audit_entries SET sealed_disclosures = NULL FROM ${GIVEN_CHALLENGE}
    WHERE audit_entries.challenge = given.challenge AND sealed_disclosures IS NOT NULL`,
});

export const ERASE_ENTRY = statement(
  'erase-entry',
  42,
  `UPDATE audit_entries SET sealed_disclosures = NULL FROM json_to_recordset($1) AS given (entry_index bigint)
   WHERE audit_entries.entry_index = given.entry_index`,
);

export const SAVE_VIEWS_BELOW = statement(
  'save-views-below',
  43,
  `INSERT INTO retention (class, below_index)
   SELECT 'views', below_index FROM json_to_recordset($1) AS given (below_index bigint)
   ON CONFLICT (class) DO UPDATE SET below_index = excluded.below_index`,
);
