import { createCipheriv } from 'node:crypto';
import type { Entropy } from '../../src/app/ports.ts';
import { sha256 } from '../../src/kernel/digest.ts';

/** Bytes that look random and are the same for the same seed. */
export function seededEntropy(seed: number | string): Entropy {
  const stream = createCipheriv('aes-256-ctr', sha256(`seed ${seed}`), new Uint8Array(16));
  return { bytes: (size) => stream.update(new Uint8Array(size)) };
}
