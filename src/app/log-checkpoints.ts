import { type LogIdentity, openCheckpoint, parseCheckpoint } from '../domain/audit/checkpoint.ts';
import { rootOf, type Tree } from '../domain/audit/merkle-tree.ts';
import { noteVerifier } from '../domain/audit/note-key.ts';
import { parseNote } from '../domain/audit/signed-note.ts';
import { toHex } from '../kernel/bytes.ts';
import type { CheckpointDamage } from './log-damage.ts';
import type { CheckpointStore, StoredCheckpoint } from './log-ports.ts';
import type { Notary } from './notary.ts';
import type { Service } from './service.ts';

const CHECKPOINTS_AT_ONCE = 100;

/** Whether a time stamp is over a text, and whole; whom it is of is not asked. */
export type StampHolds = (token: Uint8Array, text: string) => boolean | Promise<boolean>;

/** Holds each checkpoint of a log against the tree, as that grows past it. */
export class CheckpointWalk {
  readonly #checkpoints: CheckpointStore;
  readonly #notary: Notary | null;
  readonly #witnesses: Service['witnesses'];
  readonly #stampHolds: StampHolds;
  #ahead: StoredCheckpoint[] = [];
  #isRead = false;
  #nextSize: number;
  #proven: number;
  #passed = 0;
  #newest: StoredCheckpoint | null = null;
  /** The largest one that has a name which the log had before. */
  #renamed = -1;

  constructor(
    { store, witnesses }: Pick<Service, 'store' | 'witnesses'>,
    notary: Notary | null,
    stampHolds: StampHolds,
    from: number,
  ) {
    this.#checkpoints = store.checkpoints;
    this.#notary = notary;
    this.#witnesses = witnesses;
    this.#stampHolds = stampHolds;
    this.#nextSize = from;
    this.#proven = from;
  }

  get passed(): number {
    return this.#passed;
  }

  get newest(): StoredCheckpoint | null {
    return this.#newest;
  }

  /** Up to which entry the last one that held proves the log. */
  get proven(): number {
    return this.#proven;
  }

  /** The checkpoint over most entries that the log signed by another name than it has. */
  get renamed(): number {
    return this.#renamed;
  }

  /** Over how many entries the next one is; null where none is left. @throws StoreUnavailable */
  async nextSize(): Promise<number | null> {
    if (this.#ahead.length === 0 && !this.#isRead) {
      this.#ahead = [...(await this.#checkpoints.list(this.#nextSize, CHECKPOINTS_AT_ONCE))];
      this.#isRead = this.#ahead.length < CHECKPOINTS_AT_ONCE;
      this.#nextSize = (this.#ahead.at(-1)?.size ?? this.#nextSize) + 1;
    }
    return this.#ahead[0]?.size ?? null;
  }

  /** The next one against the tree of its size; null where it holds. */
  async check(tree: Tree): Promise<CheckpointDamage | null> {
    const checkpoint = this.#ahead.shift();
    if (checkpoint === undefined) throw new Error('no checkpoint is left to be checked');
    const at = { index: this.#proven, size: tree.size };
    const root = await this.#rootIn(checkpoint);
    if (root === null) return { ...at, type: 'checkpoint_broken' };
    if (root !== toHex(rootOf(tree))) return { ...at, type: 'checkpoint_differs' };
    this.#proven = tree.size;
    this.#passed += 1;
    this.#newest = checkpoint;
    return null;
  }

  /** The root that the log signed, as hexadecimal digits; null where the stored checkpoint is not all that it should be. */
  async #rootIn({ size, note, cosignatures, timestamp }: StoredCheckpoint): Promise<string | null> {
    const text = parseNote(note)?.text;
    const claimed = text === undefined ? null : parseCheckpoint(text);
    if (text === undefined || claimed === null || claimed.size !== size || this.#notary === null) return null;
    const log = identityNamed(claimed.origin, this.#notary.identity);
    const opened = openCheckpoint(note, { log, witnesses: this.#witnesses });
    if (!opened.ok) return null;
    // Witnesses that are no longer in the settings have cosigned all the same.
    if (cosignatures !== opened.value.cosignatures.length + opened.value.unknownSignatures) return null;
    if (timestamp !== null && !(await this.#stampHolds(timestamp, text))) return null;
    if (claimed.origin !== this.#notary.identity.origin) this.#renamed = size;
    return toHex(claimed.root);
  }
}

/** The same keys under a name that the log once had. */
export function identityNamed(origin: string, identity: LogIdentity): LogIdentity {
  if (origin === identity.origin) return identity;
  const keys = identity.keys.flatMap(({ key }) => noteVerifier(origin, 'ed25519', key.raw) ?? []);
  return { origin, keys };
}
