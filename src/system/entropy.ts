import { Buffer } from 'node:buffer';
import { randomFillSync } from 'node:crypto';
import type { Entropy } from '../app/ports.ts';

const POOL_BYTES = 8192;

/** The system's cryptographic generator, read in larger pieces, since a call costs more than its bytes do. */
export function systemEntropy(): Entropy {
  let pool = Buffer.alloc(0);
  let used = 0;
  return {
    bytes(size) {
      if (size > POOL_BYTES / 8) return randomFillSync(Buffer.alloc(size));
      if (used + size > pool.byteLength) {
        pool = randomFillSync(Buffer.alloc(POOL_BYTES));
        used = 0;
      }
      const bytes = pool.subarray(used, used + size);
      used += size;
      return bytes;
    },
  };
}
