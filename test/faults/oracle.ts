import assert from 'node:assert/strict';
import type { StoredAuditEntry } from '../../src/app/log-ports.ts';
import type { Store } from '../../src/app/store-ports.ts';
import { type LogEntry, parseLogEntry } from '../../src/domain/audit/log-entry.ts';
import {
  append,
  EMPTY_TREE,
  frontierBytes,
  leafHash,
  type Tree,
} from '../../src/domain/audit/merkle-tree.ts';
import type { Challenge } from '../../src/domain/challenge/challenge.ts';
import type { Status, Verdict } from '../../src/domain/challenge/lifecycle.ts';
import type { Delivery, DeliveryEvent } from '../../src/domain/delivery/delivery.ts';
import { toHex } from '../../src/kernel/bytes.ts';
import type { ChallengeId, ChannelId } from '../../src/kernel/ids.ts';

const AT_ONCE = 500;

/** What the world outside knows for sure, whatever became of the service. */
export type Outside = {
  /** Every challenge whose making was answered, and its verdict where somebody was answered that too. */
  readonly acknowledged: ReadonlyMap<ChallengeId, Verdict | null>;
  /** What the platform took of each challenge's verdict, copies included, in its own words. */
  readonly told: ReadonlyMap<ChallengeId, readonly string[]>;
};

/** What was agreed on with the platform. */
export type Agreement = {
  readonly channel: ChannelId;
  /** The verdicts that the channel tells. */
  readonly tells: ReadonlySet<DeliveryEvent>;
  /** The platform's words for a verdict. */
  readonly words: (verdict: Verdict) => string;
};

/**
 * Looks at everything that a store holds after faults, and at what the outside knows, and fails where they do not agree:
 * acknowledged ⊆ stored; verdict = entry of the log = delivery = event; told at least once, and never two ways.
 * It only reads, through the store's own ports, and goes on at each look where the one before ended.
 */
export class Oracle {
  readonly #store: Store;
  readonly #agreement: Agreement;
  readonly #entries = new Map<ChallengeId, LogEntry[]>();
  /** Those of whom more may come than copies of what was told. */
  readonly #open = new Set<ChallengeId>();
  #tree: Tree = EMPTY_TREE;
  #lastTime = 0;
  #newest: ChallengeId | null = null;
  #eventsRead = 0;
  #verdicts: ChallengeId[] = [];

  constructor(store: Store, agreement: Agreement) {
    this.#store = store;
    this.#agreement = agreement;
  }

  /** @param settled whether time enough has passed for everything to have been told. */
  async verify({ acknowledged, told }: Outside, { settled }: { readonly settled: boolean }): Promise<void> {
    await this.#readLog();
    await this.#readEvents();
    await this.#findUnlogged();
    for (const id of acknowledged.keys())
      assert.ok(this.#entries.has(id), `${id} was acknowledged and is gone`);
    for (const [id, words] of told) {
      assert.ok(this.#entries.has(id), `${id} was told and is not stored`);
      assert.equal(new Set(words).size, 1, `${id} was told two ways`);
    }
    const open = [...this.#open];
    for (let from = 0; from < open.length; from += AT_ONCE) {
      const ids = open.slice(from, from + AT_ONCE);
      const stored = new Map(
        (await this.#store.challenges.byIds(ids)).map(({ challenge }) => [challenge.id, challenge]),
      );
      const deliveries = Map.groupBy(
        await this.#store.deliveries.ofChallenges(ids),
        ({ challenge }) => challenge,
      );
      for (const id of ids) {
        const challenge = stored.get(id);
        assert.ok(challenge !== undefined, `${id} is in the log and not stored`);
        const { status } = challenge.lifecycle;
        const verdict = acknowledged.get(id) ?? null;
        if (verdict !== null) assert.equal(status, verdict, `${id} was answered otherwise`);
        this.#checkChallenge(challenge);
        this.#checkDeliveries(challenge, deliveries.get(id) ?? [], told.get(id) ?? [], settled);
        if (settled && status !== 'pending') this.#open.delete(id);
      }
    }
  }

  /** The log has no gaps, goes forward, numbers each challenge's entries, and is the tree that it says it is. */
  async #readLog(): Promise<void> {
    const { audit } = this.#store;
    for (;;) {
      const page = await audit.entries({ challenge: null, fromIndex: this.#tree.size, limit: AT_ONCE });
      for (const stored of page) this.#addEntry(stored);
      if (page.length < AT_ONCE) break;
    }
    const tree = await audit.tree();
    assert.equal(tree.size, this.#tree.size);
    assert.equal(toHex(frontierBytes(tree)), toHex(frontierBytes(this.#tree)), 'the log is another tree');
  }

  #addEntry({ index, bytes }: StoredAuditEntry): void {
    assert.equal(index, this.#tree.size, 'the log has a gap');
    const parsed = parseLogEntry(bytes);
    assert.ok(parsed.ok, `entry ${index} cannot be read`);
    const entry = parsed.value;
    assert.ok(entry.time >= this.#lastTime, `entry ${index} is dated before the one in front of it`);
    this.#lastTime = entry.time;
    this.#tree = append(this.#tree, leafHash(bytes)).tree;
    if (entry.challenge === null) return;
    const entries = this.#entries.get(entry.challenge) ?? [];
    entries.push(entry);
    this.#entries.set(entry.challenge, entries);
    assert.equal(entry.number, entries.length);
    this.#open.add(entry.challenge);
    if (entry.type === 'challenge.decided') this.#verdicts.push(entry.challenge);
  }

  /** The events are the verdicts of the log, in its order. */
  async #readEvents(): Promise<void> {
    const { channel } = this.#agreement;
    const seen: (string | null)[] = [];
    for (;;) {
      const page = await this.#store.audit.verdicts({ channel, fromIndex: this.#eventsRead, limit: AT_ONCE });
      for (const { index, bytes } of page) {
        const entry = parseLogEntry(bytes);
        seen.push(entry.ok ? entry.value.challenge : null);
        this.#eventsRead = index + 1;
      }
      if (page.length < AT_ONCE) break;
    }
    assert.deepEqual(seen, this.#verdicts, 'the events are not the verdicts of the log');
    this.#verdicts = [];
  }

  /** Every challenge that is stored is in the log. */
  async #findUnlogged(): Promise<void> {
    const { channel } = this.#agreement;
    let before: ChallengeId | null = null;
    let newest: ChallengeId | null = null;
    for (;;) {
      const query = { channel, client: null, status: null, limit: 100, before };
      const page = await this.#store.challenges.list(query);
      for (const { challenge } of page) {
        if (challenge.id === this.#newest) {
          this.#newest = newest ?? this.#newest;
          return;
        }
        newest ??= challenge.id;
        assert.ok(this.#entries.has(challenge.id), `${challenge.id} is stored and not in the log`);
      }
      before = page.at(-1)?.challenge.id ?? null;
      if (before === null) break;
    }
    this.#newest = newest;
  }

  #checkChallenge({ id, lifecycle, sealedQuestions, firstViewedAt }: Challenge): void {
    const entries = this.#entries.get(id) ?? [];
    const ofType = (type: LogEntry['type']) => entries.filter((entry) => entry.type === type);
    assert.equal(entries[0]?.type, 'challenge.created', id);
    assert.equal(ofType('challenge.created').length, 1, id);
    assert.equal(
      ofType('challenge.viewed').length,
      firstViewedAt === null ? 0 : 1,
      `${id} and its first view`,
    );
    const decided = ofType('challenge.decided');
    const { status, reason, decidedAt } = lifecycle;
    if (status === 'pending') {
      assert.deepEqual(decided, [], id);
      return;
    }
    assert.equal(sealedQuestions, null, `${id} still has its questions`);
    assert.deepEqual(
      decided.map((entry) => [entry.outcome, entry.reason, entry.time >= (decidedAt ?? 0)]),
      [[status, reason, true]],
      `${id}, its verdict and its entries`,
    );
  }

  #checkDeliveries(
    { id, lifecycle }: Challenge,
    deliveries: readonly Delivery[],
    told: readonly string[],
    settled: boolean,
  ): void {
    const { tells, words } = this.#agreement;
    const { status, reason } = lifecycle;
    const denied = reason === 'canceled_by_person' && tells.has('failed');
    const verdicts = deliveries.filter(({ event }) => event !== 'created' && event !== 'viewed');
    const expected = isVerdict(status) && (tells.has(status) || denied) ? [status] : [];
    assert.deepEqual(
      verdicts.map(({ event }) => event),
      expected,
      `${id} and its deliveries`,
    );
    for (const delivery of deliveries) this.#checkDelivery(delivery, settled);
    if (told.length > 0)
      assert.equal(told[0], isVerdict(status) ? words(status) : null, `${id} and what was told`);
    const delivered = verdicts.some((delivery) => delivery.status === 'delivered');
    if (delivered || settled) assert.ok(told.length >= expected.length, `${id} was never told`);
  }

  #checkDelivery({ id, challenge, status, attemptsBefore }: Delivery, settled: boolean): void {
    const entries = (this.#entries.get(challenge) ?? []).filter(({ subject }) => subject === id);
    // What became of it before an operator sent it again stays in the log.
    const sinceThen = attemptsBefore > 0 ? entries.slice(1) : entries;
    assert.deepEqual(
      sinceThen.map(({ type }) => type),
      status === 'pending' ? [] : [`delivery.${status}`],
      `${id} and its entries`,
    );
    if (settled) assert.equal(status, 'delivered', id);
  }
}

const isVerdict = (status: Status): status is Verdict => status !== 'pending';
