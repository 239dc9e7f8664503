import { secretRotatedEntry } from './log-drafts.ts';
import type { Rewrapped, WrappedKey, WrappedKeyKind } from './privacy-ports.ts';
import type { Service } from './service.ts';

const KINDS: readonly WrappedKeyKind[] = ['client', 'blocked_client', 'signing_key'];

/** One transaction's worth: others wait no longer than for this. */
const AT_ONCE = 200;
/** Passes after which somebody must still be wrapping keys under the old secret. */
const MOST_PASSES = 10;

export type RotateProgress = { readonly done: number; readonly of: number };

export type RotateOutcome =
  /** Every key opens with the new secret alone: all of them were looked at once more in the end. */
  | { readonly type: 'rotated'; readonly keys: number; readonly changed: number }
  /** A service that does not know the new secret goes on wrapping keys under the old one. */
  | { readonly type: 'outrun' };

/**
 * Puts every key under the current secret, while services go on, and sees to it that each opens with that one alone.
 *
 * Each batch is one transaction of compare and swap. A crash leaves keys under either secret, both of which open; run
 * again, it passes over those that are done.
 * @throws SealBroken for a key that opens with neither secret. @throws StoreUnavailable
 */
export async function rotateSecret(
  service: Pick<Service, 'store' | 'vault' | 'clock' | 'build'>,
  tell: (progress: RotateProgress) => void,
): Promise<RotateOutcome> {
  const { secrets, audit } = service.store;
  // At least two passes: one that moves, one that finds nothing left to be moved.
  const of = 2 * (await secrets.countWrapped());
  let done = 0;
  let changed = 0;
  for (let pass = 1; pass <= MOST_PASSES; pass++) {
    const found = await passOver(service, (keys) => {
      done += keys;
      tell({ done: Math.min(done, of), of });
    });
    changed += found.changed;
    if (found.changed > 0 || pass === 1) continue;
    if (changed > 0) await audit.append([secretRotatedEntry(service, service.clock.now())]);
    tell({ done: of, of });
    return { type: 'rotated', keys: found.keys, changed };
  }
  return { type: 'outrun' };
}

async function passOver(
  { store, vault }: Pick<Service, 'store' | 'vault'>,
  step: (keys: number) => void,
): Promise<{ readonly keys: number; readonly changed: number }> {
  let [keys, changed] = [0, 0];
  for (const kind of KINDS) {
    let after: string | null = null;
    for (;;) {
      const page: readonly WrappedKey[] = await store.secrets.wrappedKeys(kind, after, AT_ONCE);
      const moved = page.flatMap((key) => rewrapped(vault, key));
      if (moved.length > 0) await store.secrets.rewrap(moved);
      keys += page.length;
      changed += moved.length;
      step(page.length);
      after = page.at(-1)?.name ?? null;
      if (page.length < AT_ONCE || after === null) break;
    }
  }
  return { keys, changed };
}

function rewrapped(vault: Service['vault'], key: WrappedKey): readonly Rewrapped[] {
  const { kind, name, wrapped } = key;
  const next = kind === 'signing_key' ? vault.rewrapSeed(name, wrapped) : vault.rewrapClientKey(wrapped);
  return next === null ? [] : [{ ...key, next }];
}
