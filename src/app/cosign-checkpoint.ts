import { parseAddCheckpoint } from '../domain/audit/add-checkpoint.ts';
import type { LogIdentity } from '../domain/audit/checkpoint.ts';
import type { TreeHead } from '../domain/audit/merkle-proof.ts';
import type { NoteSigner } from '../domain/audit/note-key.ts';
import { cosignText, formatSignatureLine } from '../domain/audit/signed-note.ts';
import { judgeCheckpoint, originOf, type WitnessVerdict } from '../domain/audit/witness-rule.ts';
import type { Clock } from './ports.ts';

/** What a witness remembers: of each log the newest checkpoint that it cosigned. Whoever has it, has it alone. */
export interface WitnessMemory {
  /** Null before the first. */
  last(origin: string): TreeHead | null;
  /** Durable when it resolves. */
  keep(origin: string, head: TreeHead): Promise<void>;
}

export type CosignOutcome =
  | { readonly type: 'cosigned'; readonly line: string; readonly origin: string; readonly size: number }
  | Exclude<WitnessVerdict, { readonly type: 'continues' }>;

export type WitnessParts = {
  readonly logs: readonly LogIdentity[];
  /** A key of the type `cosignature`. */
  readonly signer: NoteSigner;
  readonly memory: WitnessMemory;
  readonly clock: Clock;
};

/** A witness: says of each log's checkpoints that it saw them, and never of two that do not follow from one another. */
export class CheckpointWitness {
  readonly #parts: WitnessParts;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: WitnessParts) {
    this.#parts = parts;
  }

  /** @param body of a request `add-checkpoint`. Rejects, with nothing signed, where it cannot be remembered. */
  add(body: string): Promise<CosignOutcome> {
    // One request at a time: between looking at what was seen last and writing what is seen now nothing else may come.
    const outcome = this.#turn.then(() => this.#add(body));
    this.#turn = outcome.catch(() => undefined);
    return outcome;
  }

  async #add(body: string): Promise<CosignOutcome> {
    const { logs, signer, memory, clock } = this.#parts;
    const request = parseAddCheckpoint(body);
    const origin = request === null ? null : originOf(request);
    if (request === null || origin === null) return { type: 'malformed' };
    const log = logs.find((each) => each.origin === origin) ?? null;
    const verdict = judgeCheckpoint(request, log, memory.last(origin));
    if (verdict.type !== 'continues') return verdict;
    const { size, root } = verdict.checkpoint;
    // A crash before this leaves what was seen before. One after it leaves a checkpoint that nobody got a signature
    // for: the log is told its size, and asks again.
    await memory.keep(origin, { size, root });
    const line = formatSignatureLine(cosignText(verdict.text, signer, clock.now()));
    return { type: 'cosigned', line, origin, size };
  }
}
