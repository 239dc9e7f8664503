import { Buffer } from 'node:buffer';
import { createCipheriv } from 'node:crypto';

const CHUNK_BYTES = 4096;
const ZEROS = Buffer.alloc(CHUNK_BYTES);
const RANGE = 2 ** 32;

/**
 * A stream of uniform choices that is a function of its key alone: AES-256 in counter mode over zeros.
 * The same key always makes the same choices; without the key they cannot be told from chance.
 */
export class KeyedStream {
  readonly #cipher: { update(zeros: Uint8Array): Buffer };
  #chunk: Buffer;
  #offset = 0;

  /** @param key 32 bytes that serve no other stream, since the counter always starts at zero. */
  constructor(key: Uint8Array) {
    this.#cipher = createCipheriv('aes-256-ctr', key, ZEROS.subarray(0, 16));
    this.#chunk = this.#cipher.update(ZEROS);
  }

  /** A uniform integer from 0 to `bound` - 1, by rejection, so that no value is favoured. `bound` is 1 to 2^32. */
  below(bound: number): number {
    const limit = RANGE - (RANGE % bound);
    for (;;) {
      const value = this.#next();
      if (value < limit) return value % bound;
    }
  }

  /** Fisher and Yates in place: every order equally likely. */
  shuffle<T extends { length: number; [index: number]: number }>(items: T): T {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const kept = items[last];
      const moved = items[other];
      if (kept === undefined || moved === undefined) break;
      items[last] = moved;
      items[other] = kept;
    }
    return items;
  }

  #next(): number {
    if (this.#offset === CHUNK_BYTES) {
      this.#chunk = this.#cipher.update(ZEROS);
      this.#offset = 0;
    }
    const value = this.#chunk.readUInt32LE(this.#offset);
    this.#offset += 4;
    return value;
  }
}
