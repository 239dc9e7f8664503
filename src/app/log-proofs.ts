import { type LogIdentity, openCheckpoint } from '../domain/audit/checkpoint.ts';
import {
  consistencyPlan,
  type Hash,
  inclusionPlan,
  type NodePosition,
  proofFrom,
  type ReadNode,
} from '../domain/audit/merkle-tree.ts';
import type { NoteVerifier } from '../domain/audit/note-key.ts';
import { formatProof } from '../domain/audit/proof.ts';
import { formatNote, parseNote } from '../domain/audit/signed-note.ts';
import type { AuditStore, CheckpointStore, StoredCheckpoint, VouchedQuery } from './log-ports.ts';
import type { Service } from './service.ts';

/** Reads nodes of the stored tree at once, and gives them out one by one. @throws StoreUnavailable */
export async function nodeReader(
  audit: Pick<AuditStore, 'nodes'>,
  positions: readonly NodePosition[],
): Promise<ReadNode> {
  const hashes = await audit.nodes(positions);
  const byPosition = new Map(positions.map((position, place) => [nameOf(position), hashes[place]]));
  return (position): Hash => {
    const hash = byPosition.get(nameOf(position));
    if (hash === undefined) throw new Error('a proof needs a node that its plan does not name');
    return hash;
  };
}

/** That the log of the first size is the beginning of the log of the second. @throws StoreUnavailable */
export async function proofBetween(
  audit: Pick<AuditStore, 'nodes'>,
  first: number,
  second: number,
): Promise<readonly Hash[]> {
  const plan = consistencyPlan(first, second);
  return plan === null ? [] : proofFrom(plan, await nodeReader(audit, plan.flat()));
}

const nameOf = ({ level, index }: NodePosition): string => `${level}/${index}`;

export type ProvenEntries = {
  /** For each index its proof (c2sp.org/tlog-proof@v1); null where no checkpoint covers it yet. */
  readonly proofs: readonly (string | null)[];
  /** Who cosigned the checkpoint that the proofs lead to. */
  readonly witnesses: readonly NoteVerifier[];
  /** The time stamp over that checkpoint. */
  readonly timestamp: Uint8Array | null;
};

/**
 * Proofs that entries stand in the log, all to one checkpoint: of those that cover all of them the earliest for which
 * most others vouch, or the newest where nobody does. @throws StoreUnavailable
 */
export async function proveEntries(
  { store, witnesses, quorum }: Pick<Service, 'store' | 'witnesses' | 'quorum'>,
  log: LogIdentity,
  indexes: readonly number[],
): Promise<ProvenEntries> {
  const atLeast = Math.max(...indexes) + 1;
  const checkpoint = await checkpointOver(store.checkpoints, { origin: log.origin, atLeast }, quorum);
  const known = checkpoint === null ? null : withKnownSignatures(checkpoint, log, witnesses);
  if (checkpoint === null || known === null) {
    return { proofs: indexes.map(() => null), witnesses: [], timestamp: null };
  }
  const plans = indexes.map((index) => inclusionPlan(index, checkpoint.size));
  const node = await nodeReader(
    store.audit,
    plans.flatMap((plan) => plan?.flat() ?? []),
  );
  const proofs = plans.map((plan, place) => {
    const index = indexes[place];
    if (plan === null || index === undefined) return null;
    return formatProof({ index, hashes: proofFrom(plan, node), checkpoint: known.note, extra: null });
  });
  return { proofs, witnesses: known.witnesses, timestamp: checkpoint.timestamp };
}

/** The earliest, since it says most about when; with a quorum of witnesses and a time stamp, if there is one. */
async function checkpointOver(
  checkpoints: CheckpointStore,
  which: Pick<VouchedQuery, 'origin' | 'atLeast'>,
  quorum: number,
): Promise<StoredCheckpoint | null> {
  const one = Math.max(quorum, 1);
  const inOrder = [
    { cosignatures: quorum, isStamped: true },
    { cosignatures: one, isStamped: false },
    { cosignatures: 0, isStamped: true },
    { cosignatures: 1, isStamped: false },
  ];
  for (const vouched of inOrder) {
    const found = await checkpoints.vouchedFor({ ...which, ...vouched });
    if (found !== null) return found;
  }
  return await checkpoints.latest();
}

/** The note without lines of whom nobody here knows any more; null where it is not one of this log. */
function withKnownSignatures(
  { note }: StoredCheckpoint,
  log: LogIdentity,
  witnesses: readonly NoteVerifier[],
): { readonly note: string; readonly witnesses: readonly NoteVerifier[] } | null {
  const parsed = parseNote(note);
  const opened = openCheckpoint(note, { log, witnesses });
  if (parsed === null || !opened.ok) return null;
  const cosigned = opened.value.cosignatures.map(({ witness }) => witness);
  const known = [...opened.value.signedBy, ...cosigned];
  const signatures = known.flatMap(
    ({ name, keyId }) =>
      parsed.signatures.find((signature) => signature.name === name && signature.keyId === keyId) ?? [],
  );
  return { note: formatNote({ text: parsed.text, signatures }), witnesses: cosigned };
}
