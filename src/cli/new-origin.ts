import type { Entropy } from '../app/ports.ts';
import { toHex } from '../kernel/bytes.ts';

/** A name that no other log has: the host, and chance, since a host may begin anew with an empty database. */
export const newOrigin = (publicUrl: string, entropy: Entropy): string =>
  `${new URL(publicUrl).hostname}/countersign/${toHex(entropy.bytes(4))}`;
