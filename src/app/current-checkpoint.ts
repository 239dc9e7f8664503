import type { OutsideCheckpoint, StoredCheckpoint } from './log-ports.ts';
import type { Service } from './service.ts';
import { signCheckpoint } from './sign-checkpoint.ts';

export type CurrentCheckpoint =
  /** It is over the whole log. */
  | { readonly type: 'current'; readonly checkpoint: StoredCheckpoint }
  /** There are entries that nobody signed, nor may be signed here: the newest checkpoint is over fewer. */
  | { readonly type: 'older'; readonly checkpoint: StoredCheckpoint | null; readonly size: number }
  /** The log does not continue what was signed last. */
  | { readonly type: 'refused' };

/** A running service signs within a second. */
const TRIES = 8;

/**
 * The newest checkpoint: as a running service has signed it, or, where none has for two seconds, signed now.
 * @param outside null: whoever signs is elsewhere. @param pause for a quarter of a second or so.
 * @throws SealBroken, StoreUnavailable, and Error where the last checkpoint is none that this log signed.
 */
export async function currentCheckpoint(
  service: Pick<Service, 'store' | 'vault'>,
  outside: OutsideCheckpoint | null,
  pause: () => Promise<unknown>,
): Promise<CurrentCheckpoint> {
  const { audit, checkpoints } = service.store;
  const size = await audit.size();
  for (let left = TRIES; left > 0; left--) {
    const checkpoint = await checkpoints.latest();
    if (checkpoint !== null && checkpoint.size >= size) return { type: 'current', checkpoint };
    await pause();
  }
  if (outside !== null) {
    const outcome = await signCheckpoint(service, outside);
    if (outcome.type === 'signed') return { type: 'current', checkpoint: outcome.checkpoint };
    if (outcome.type === 'refused') return { type: 'refused' };
  }
  const checkpoint = await checkpoints.latest();
  return checkpoint !== null && checkpoint.size >= size
    ? { type: 'current', checkpoint }
    : { type: 'older', checkpoint, size };
}
