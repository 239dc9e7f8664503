import type { AuditAppend } from '../../app/log-ports.ts';
import { encodeLogEntry, placed, verdictChannel } from '../../domain/audit/log-entry.ts';
import { append, frontierBytes, leafHash, subtreeBytes, type Tree } from '../../domain/audit/merkle-tree.ts';
import type { ChallengeId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { AuditState } from './audit-state.ts';
import type { Guards } from './guards.ts';
import { bytes, bytesOrNull, type RowStatement, type RowsToWrite } from './rows-to-write.ts';

const APPEND: RowStatement = {
  name: 'audit-append',
  place: 10,
  exactly: true,
  text: `
    INSERT INTO audit_entries (entry_index, challenge, verdict_channel, entry, subtree_hashes, sealed_disclosures)
    SELECT entry_index, challenge, verdict_channel, entry, subtree_hashes, sealed_disclosures
    FROM json_to_recordset($1) AS given (entry_index bigint, challenge text, verdict_channel text, entry bytea,
      subtree_hashes bytea, sealed_disclosures bytea)`,
};

const SAVE: RowStatement = {
  name: 'audit-save',
  place: 11,
  exactly: true,
  text: `
    UPDATE audit_state SET size = given.size, frontier_hashes = given.frontier_hashes, last_time = given.last_time,
      policy = given.policy
    FROM json_to_recordset($1) AS given
      (size_before bigint, size bigint, frontier_hashes bytea, last_time bigint, policy text)
    WHERE audit_state.size = given.size_before`,
};

/** The only place where the log grows: in one group of writes, from the state that was read under its lock. */
export class AuditAppender {
  readonly #sizeBefore: number;
  readonly #guards: Guards;
  readonly #rows: RowsToWrite;
  readonly #numbers = new Map<ChallengeId, number>();
  #tree: Tree;
  #lastTime: Instant;
  #policy: string | null;

  /** @param guards were asked for the entries of every challenge that something is appended about. */
  constructor({ tree, lastTime, policy }: AuditState, guards: Guards, rows: RowsToWrite) {
    this.#sizeBefore = tree.size;
    this.#tree = tree;
    this.#lastTime = lastTime;
    this.#policy = policy;
    this.#guards = guards;
    this.#rows = rows;
  }

  /**
   * Appends one entry. Its index is the log's size, so that there are no gaps; its time is never before the last one's,
   * even where the clocks of two instances differ.
   */
  append({ draft, sealedDisclosures }: AuditAppend): void {
    const number = draft.challenge === null ? 0 : this.#nextNumber(draft.challenge);
    const entry = placed(draft, number, this.#lastTime);
    const encoded = encodeLogEntry(entry);
    const { tree, completed } = append(this.#tree, leafHash(encoded));
    this.#rows.add(APPEND, {
      entry_index: this.#tree.size,
      challenge: draft.challenge,
      verdict_channel: verdictChannel(draft),
      entry: bytes(encoded),
      subtree_hashes: bytes(subtreeBytes(completed)),
      sealed_disclosures: bytesOrNull(sealedDisclosures),
    });
    this.#tree = tree;
    this.#lastTime = entry.time;
    if (entry.type === 'policy.changed') this.#policy = entry.policy;
  }

  /** Writes the log's state; to be called last. */
  flush(): void {
    if (this.#tree.size === this.#sizeBefore) return;
    this.#rows.add(SAVE, {
      size_before: this.#sizeBefore,
      size: this.#tree.size,
      frontier_hashes: bytes(frontierBytes(this.#tree)),
      last_time: this.#lastTime,
      policy: this.#policy,
    });
  }

  #nextNumber(challenge: ChallengeId): number {
    const number = (this.#numbers.get(challenge) ?? this.#guards.entriesOf(challenge)) + 1;
    this.#numbers.set(challenge, number);
    return number;
  }
}
