import { formatAddCheckpoint } from '../domain/audit/add-checkpoint.ts';
import { withCosignature } from '../domain/audit/cosignature.ts';
import { consistencyPlan, type Hash, proofFrom } from '../domain/audit/merkle-tree.ts';
import type { Instant } from '../kernel/instant.ts';
import { unreachable } from '../kernel/result.ts';
import type { AuditStore, StoredCheckpoint } from './log-ports.ts';
import { nodeReader } from './log-proofs.ts';
import type { Service } from './service.ts';
import { areApart, type Witness, type WitnessAnswer } from './vouchers.ts';

export type WitnessOutcome =
  /** `lines` hold its verified cosignature. */
  | { readonly type: 'cosigned'; readonly lines: string; readonly at: Instant }
  | { readonly type: 'failed'; readonly error: string }
  /** It has seen a log of this name that is longer than ours, or another one as long: somebody shows two histories. */
  | { readonly type: 'conflict'; readonly seen: number };

/**
 * Asks a witness to cosign a checkpoint, and verifies what it answers.
 * @param known entries of what the witness saw last, as far as anybody here knows. @throws StoreUnavailable
 */
export async function askWitness(
  { store, clock }: Pick<Service, 'store' | 'clock'>,
  witness: Witness,
  { note, size }: StoredCheckpoint,
  known: number,
  signal: AbortSignal,
): Promise<WitnessOutcome> {
  const ask = async (oldSize: number): Promise<WitnessAnswer> => {
    const proof = await proofSince(store.audit, oldSize, size);
    return await witness.addCheckpoint(formatAddCheckpoint({ oldSize, proof, checkpoint: note }), signal);
  };
  const first = await ask(Math.min(known, size));
  const isCorrected = first.type === 'other_size' && first.size <= size && first.size !== known;
  const answer = isCorrected ? await ask(first.size) : first;
  switch (answer.type) {
    case 'failed':
      return answer;
    case 'other_size':
      // One that keeps changing its mind about a smaller size is broken; it is no sign of two histories.
      return answer.size >= size
        ? { type: 'conflict', seen: answer.size }
        : {
            type: 'failed',
            error: `It says that it saw ${answer.size} entries, and does not go on from them.`,
          };
    case 'cosigned':
      return verified(answer.lines, note, witness, clock.now());
    default:
      return unreachable(answer);
  }
}

function verified(lines: string, note: string, { verifier }: Witness, now: Instant): WitnessOutcome {
  const cosigned = withCosignature(note, lines, verifier);
  if (!cosigned.ok) return { type: 'failed', error: FAULTS[cosigned.error] };
  const { at } = cosigned.value;
  return areApart(at, now)
    ? { type: 'failed', error: 'Its clock and the one here differ by more than ten minutes.' }
    : { type: 'cosigned', lines, at };
}

const FAULTS = {
  malformed: 'Its answer is not one of a witness (c2sp.org/tlog-witness).',
  other_key: 'It signs with another key than WITNESSES says: ask its operator for the key it has now.',
  bad_signature: 'Its signature does not hold for what it was shown.',
} as const;

async function proofSince(audit: AuditStore, from: number, to: number): Promise<readonly Hash[]> {
  const plan = consistencyPlan(from, to);
  return plan === null ? [] : proofFrom(plan, await nodeReader(audit, plan.flat()));
}
