/** A value as both databases have it. */
export type CopiedValue = string | number | Uint8Array | null;

/** One row in the form that both sides share, its values in the order of the table's columns. */
export type CopiedRow = readonly CopiedValue[];

/** Where in a table's order a row stands: the values of its key. */
export type Position = readonly CopiedValue[];

/** A table that is copied: rows refer to others by what those are called, not by numbers that a database gave. */
export type CopiedTable = {
  readonly name: string;
  /** The first columns: unique together, and the order in which rows are copied. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
};

const table = (name: string, key: readonly string[], rest: readonly string[]): CopiedTable => ({
  name,
  key,
  columns: [...key, ...rest],
});

/** Every table but those that each database has of its own; those that others refer to come first. */
export const COPIED_TABLES = {
  clients: table(
    'clients',
    ['channel', 'ref'],
    [
      'wrapped_key',
      'consecutive_failures',
      'locked_until',
      'answered',
      'ledger',
      'asked_at',
      'latest',
      'version',
    ],
  ),
  challenges: table(
    'challenges',
    ['number'],
    [
      'id',
      'channel',
      'client',
      'phone_ref',
      'policy',
      'token_hash',
      'status',
      'attempts',
      'attempts_allowed',
      'created_at',
      'expires_at',
      'decided_at',
      'reason',
      'first_viewed_at',
      'first_previewed_at',
      'version',
      'sealed_details',
      'sealed_questions',
    ],
  ),
  deliveries: table(
    'deliveries',
    ['number'],
    [
      'id',
      'challenge',
      'channel',
      'connector',
      'event',
      'sealed_link',
      'status',
      'attempts',
      'attempts_before',
      'created_at',
      'next_attempt_at',
      'last_error',
      'delivered_at',
    ],
  ),
  idempotency: table(
    'idempotency',
    ['channel', 'key_hash'],
    ['request_hash', 'challenge', 'sealed_answer', 'expires_at'],
  ),
  blocked_clients: table(
    'blocked_clients',
    ['number'],
    ['channel', 'ref', 'wrapped_key', 'blocked_at', 'erase_at'],
  ),
  past_challenges: table('past_challenges', ['id'], ['channel', 'client', 'blocked']),
  retention: table('retention', ['class'], ['below_index']),
  lasting_keys: table('lasting_keys', ['name'], ['wrapped_keys']),
  api_keys: table(
    'api_keys',
    ['number'],
    ['id', 'scope', 'channel', 'name', 'hash', 'created_at', 'revoked_at'],
  ),
  audit_entries: table(
    'audit_entries',
    ['entry_index'],
    ['challenge', 'verdict_channel', 'entry', 'subtree_hashes', 'sealed_disclosures'],
  ),
  signing_keys: table('signing_keys', ['number'], ['public_key', 'wrapped_seed']),
  checkpoints: table('checkpoints', ['size'], ['note', 'cosignatures', 'timestamp_token']),
} as const satisfies Readonly<Record<string, CopiedTable>>;

export const TABLES_IN_ORDER: readonly CopiedTable[] = Object.values(COPIED_TABLES);

/** The row beside the log. */
export const STATE_COLUMNS = ['size', 'frontier_hashes', 'last_time', 'policy', 'origin'] as const;

export const positionOf = ({ key }: CopiedTable, row: CopiedRow): Position => row.slice(0, key.length);
