import type { AuditAppend } from '../../app/log-ports.ts';
import type { EntryType } from '../../domain/audit/entry-type.ts';
import { encodeLogEntry, placed, verdictChannel } from '../../domain/audit/log-entry.ts';
import { append, frontierBytes, leafHash, subtreeBytes, type Tree } from '../../domain/audit/merkle-tree.ts';
import type { ChallengeId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { integer } from '../columns.ts';
import { auditState } from './audit-state.ts';
import type { Database } from './database.ts';

// Whatever refuses an entry ends the transaction: SQLite then keeps no copies of pages for undoing this statement alone.
const APPEND = `
  INSERT OR ROLLBACK INTO audit_entries (entry_index, challenge, verdict_channel, entry, subtree_hashes, sealed_disclosures)
  VALUES (?, ?, ?, ?, ?, ?)`;

const NUMBER = 'SELECT count(*) AS entries FROM audit_entries WHERE challenge = ?';

const SAVE = 'UPDATE audit_state SET size = ?, frontier_hashes = ?, last_time = ? WHERE size = ?';

const SAVE_POLICY = 'UPDATE audit_state SET policy = ?';

type Growing = { tree: Tree; lastTime: Instant; readonly sizeBefore: number };

/**
 * The only place where the log grows. What it is to know of the log it reads once in a transaction, however many
 * entries come, and writes once, at its end.
 */
export class AuditAppender {
  readonly #database: Database;
  #growing: Growing | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Appends one entry in the caller's transaction. Its index is the log's size, so that there are no gaps; its time is
   * never before the last one's, even where the clock was set back.
   */
  append({ draft, sealedDisclosures }: AuditAppend): void {
    const growing = this.#state();
    const number = draft.challenge === null ? 0 : this.#entriesOf(draft.challenge, draft.type) + 1;
    const entry = placed(draft, number, growing.lastTime);
    const bytes = encodeLogEntry(entry);
    const { tree, completed } = append(growing.tree, leafHash(bytes));
    this.#database
      .prepare(APPEND)
      .run(
        growing.tree.size,
        draft.challenge,
        verdictChannel(draft),
        bytes,
        subtreeBytes(completed),
        sealedDisclosures,
      );
    growing.tree = tree;
    growing.lastTime = entry.time;
    if (entry.type === 'policy.changed') this.#database.prepare(SAVE_POLICY).run(entry.policy);
  }

  /** Writes the log's state; to be called last in a transaction, and then `forget`, whatever became of it. */
  flush(): void {
    if (this.#growing === null) return;
    const { tree, lastTime, sizeBefore } = this.#growing;
    const { changes } = this.#database
      .prepare(SAVE)
      .run(tree.size, frontierBytes(tree), lastTime, sizeBefore);
    if (changes !== 1) throw new Error('the log grew under a transaction that had it to itself');
  }

  forget(): void {
    this.#growing = null;
  }

  #state(): Growing {
    if (this.#growing !== null) return this.#growing;
    const { tree, lastTime } = auditState(this.#database);
    this.#growing = { tree, lastTime, sizeBefore: tree.size };
    return this.#growing;
  }

  #entriesOf(challenge: ChallengeId, type: EntryType): number {
    // It is in the commit that makes the challenge, and so before all others.
    if (type === 'challenge.created') return 0;
    const row = this.#database.prepare(NUMBER).get(challenge);
    return row === undefined ? 0 : integer(row, 'entries');
  }
}
