import type { ClientRef } from '../../domain/challenge/challenge.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import { toHex } from '../../kernel/bytes.ts';
import { sha256 } from '../../kernel/digest.ts';
import type { ChallengeId, ChannelId, DeliveryId, KeyId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { integer, nullable, oneOf, text, time } from '../columns.ts';
import { DELIVERY_STATUSES } from '../vocabulary.ts';
import { inHex } from './clients.ts';
import type { Connection, Row, Statement } from './connection.ts';

const CLIENTS: Statement = {
  name: 'guard-clients',
  text: `SELECT channel, ${inHex('ref')} AS ref, version FROM clients
    WHERE (channel, ref) IN (SELECT c, decode(r, 'hex') FROM unnest($1::text[], $2::text[]) AS wanted (c, r))`,
};

const CHALLENGES: Statement = {
  name: 'guard-challenges',
  text: `SELECT id, version, first_viewed_at, first_previewed_at FROM challenges WHERE id = ANY ($1::text[])`,
};

const IDEMPOTENCY: Statement = {
  name: 'guard-idempotency',
  text: `SELECT channel, encode(key_hash, 'hex') AS key_hash FROM idempotency
    WHERE (channel, key_hash) IN (SELECT c, decode(k, 'hex') FROM unnest($1::text[], $2::text[]) AS wanted (c, k))`,
};

// Locked until the group ends: a claim, which needs no lock of the log, must not count an attempt in between.
const DELIVERIES: Statement = {
  name: 'guard-deliveries',
  text: `SELECT id, attempts, status, next_attempt_at FROM deliveries WHERE id = ANY ($1::text[]) ORDER BY id FOR UPDATE`,
};

// How many entries a challenge has: its next one is numbered after them.
const ENTRIES: Statement = {
  name: 'guard-entries',
  text: `SELECT challenge, count(*)::integer AS entries FROM audit_entries WHERE challenge = ANY ($1::text[]) GROUP BY challenge`,
};

const KEYS: Statement = { name: 'guard-keys', text: 'SELECT id FROM api_keys WHERE id = ANY ($1::text[])' };

const PAST: Statement = {
  name: 'guard-past',
  text: 'SELECT id FROM past_challenges WHERE id = ANY ($1::text[])',
};

const VIEWS: Statement = {
  name: 'guard-views',
  text: 'SELECT below_index FROM retention WHERE class = ANY ($1::text[])',
};

type GuardedChallenge = {
  readonly version: number;
  readonly firstViewedAt: Instant | null;
  readonly firstPreviewedAt: Instant | null;
};

type GuardedDelivery = Pick<Delivery, 'attempts' | 'status' | 'nextAttemptAt'>;

const pair = (one: string, other: string): string => `${one}\n${other}`;

/**
 * What a group of jobs must know before it writes: asked for by all of them at once, and read under the lock of the
 * log, so that it stays as it is until the group has been committed.
 */
export class Guards {
  readonly #clients = new Map<string, readonly [string, string]>();
  readonly #challenges = new Set<string>();
  readonly #records = new Map<string, readonly [string, string]>();
  readonly #deliveries = new Set<string>();
  readonly #logged = new Set<string>();
  readonly #keys = new Set<string>();
  readonly #past = new Set<string>();
  readonly #classes = new Set<string>();
  #clientVersions = new Map<string, number>();
  #challengeRows = new Map<string, GuardedChallenge>();
  #takenRecords = new Set<string>();
  #deliveryRows = new Map<string, GuardedDelivery>();
  #entries = new Map<string, number>();
  #knownKeys = new Set<string>();
  #knownPast = new Set<string>();
  #viewsBelow = 0;

  askClient(channel: ChannelId, ref: ClientRef): void {
    this.#clients.set(pair(channel, ref), [channel, ref]);
  }

  askChallenge(id: ChallengeId): void {
    this.#challenges.add(id);
  }

  askRecord(channel: ChannelId, key: string): void {
    const hash = toHex(sha256(key));
    this.#records.set(pair(channel, hash), [channel, hash]);
  }

  askDelivery(id: DeliveryId): void {
    this.#deliveries.add(id);
  }

  /** Needed for whatever is to be appended about a challenge. */
  askEntries(challenge: ChallengeId | null): void {
    if (challenge !== null) this.#logged.add(challenge);
  }

  askKey(id: KeyId): void {
    this.#keys.add(id);
  }

  askPast(challenge: ChallengeId): void {
    this.#past.add(challenge);
  }

  askViews(): void {
    this.#classes.add('views');
  }

  /** 0 where there is no such client. */
  clientVersion(channel: ChannelId, ref: ClientRef): number {
    return this.#clientVersions.get(pair(channel, ref)) ?? 0;
  }

  challenge(id: ChallengeId): GuardedChallenge | null {
    return this.#challengeRows.get(id) ?? null;
  }

  hasRecord(channel: ChannelId, key: string): boolean {
    return this.#takenRecords.has(pair(channel, toHex(sha256(key))));
  }

  delivery(id: DeliveryId): GuardedDelivery | null {
    return this.#deliveryRows.get(id) ?? null;
  }

  entriesOf(challenge: ChallengeId): number {
    return this.#entries.get(challenge) ?? 0;
  }

  hasKey(id: KeyId): boolean {
    return this.#knownKeys.has(id);
  }

  isPast(challenge: ChallengeId): boolean {
    return this.#knownPast.has(challenge);
  }

  /** Below which index views were erased so far. */
  get viewsErasedBelow(): number {
    return this.#viewsBelow;
  }

  /** Sends the questions without waiting in between. */
  async read(connection: Connection): Promise<void> {
    const clients = columns(this.#clients.values());
    const records = columns(this.#records.values());
    const ask = async (
      statement: Statement,
      ...values: readonly (readonly string[])[]
    ): Promise<readonly Row[]> =>
      values[0]?.length === 0 ? [] : (await connection.run(statement, values)).rows;
    const [
      foundClients,
      foundChallenges,
      foundRecords,
      foundDeliveries,
      foundEntries,
      foundKeys,
      past,
      views,
    ] = await Promise.all([
      ask(CLIENTS, ...clients),
      ask(CHALLENGES, [...this.#challenges]),
      ask(IDEMPOTENCY, ...records),
      ask(DELIVERIES, [...this.#deliveries]),
      ask(ENTRIES, [...this.#logged]),
      ask(KEYS, [...this.#keys]),
      ask(PAST, [...this.#past]),
      ask(VIEWS, [...this.#classes]),
    ]);
    this.#clientVersions = new Map(
      foundClients.map((row) => [pair(text(row, 'channel'), text(row, 'ref')), integer(row, 'version')]),
    );
    this.#challengeRows = new Map(foundChallenges.map((row) => [text(row, 'id'), readGuarded(row)]));
    this.#takenRecords = new Set(
      foundRecords.map((row) => pair(text(row, 'channel'), text(row, 'key_hash'))),
    );
    this.#deliveryRows = new Map(foundDeliveries.map((row) => [text(row, 'id'), readGuardedDelivery(row)]));
    this.#entries = new Map(foundEntries.map((row) => [text(row, 'challenge'), integer(row, 'entries')]));
    this.#knownKeys = new Set(foundKeys.map((row) => text(row, 'id')));
    this.#knownPast = new Set(past.map((row) => text(row, 'id')));
    this.#viewsBelow = views[0] === undefined ? 0 : integer(views[0], 'below_index');
  }
}

const readGuarded = (row: Row): GuardedChallenge => ({
  version: integer(row, 'version'),
  firstViewedAt: nullable(time, row, 'first_viewed_at'),
  firstPreviewedAt: nullable(time, row, 'first_previewed_at'),
});

const status = oneOf(DELIVERY_STATUSES);

const readGuardedDelivery = (row: Row): GuardedDelivery => ({
  attempts: integer(row, 'attempts'),
  status: status(row, 'status'),
  nextAttemptAt: time(row, 'next_attempt_at'),
});

function columns(
  pairs: Iterable<readonly [string, string]>,
): readonly [readonly string[], readonly string[]] {
  const all = [...pairs];
  return [all.map(([one]) => one), all.map(([, other]) => other)];
}
