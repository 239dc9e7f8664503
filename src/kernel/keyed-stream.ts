import { Buffer } from 'node:buffer';
import { createCipheriv } from 'node:crypto';

/** The first is short, since most streams are asked for a few choices only. */
const FIRST_CHUNK_BYTES = 128;
const CHUNK_BYTES = 4096;
const ZEROS = Buffer.alloc(CHUNK_BYTES);
const RANGE = 2 ** 32;

/**
 * `size` bytes that are a function of a key alone: AES-256 in counter mode over zeros. Whoever knows some of them and
 * not the key learns nothing of the others.
 * @param key 32 bytes that serve nothing else, since the counter always starts at zero.
 */
export function keyedBytes(key: Uint8Array, size: number): Uint8Array {
  const cipher = createCipheriv('aes-256-ctr', key, ZEROS.subarray(0, 16));
  return cipher.update(size <= CHUNK_BYTES ? ZEROS.subarray(0, size) : Buffer.alloc(size));
}

/**
 * A stream of uniform choices that is a function of its key alone: AES-256 in counter mode over zeros.
 * The same key always makes the same choices; without the key they cannot be told from chance.
 */
export class KeyedStream {
  readonly #cipher: { update(zeros: Uint8Array): Buffer };
  #chunk: DataView;
  #offset = 0;

  /** @param key 32 bytes that serve no other stream, since the counter always starts at zero. */
  constructor(key: Uint8Array) {
    this.#cipher = createCipheriv('aes-256-ctr', key, ZEROS.subarray(0, 16));
    this.#chunk = this.#nextChunk(FIRST_CHUNK_BYTES);
  }

  /**
   * A uniform integer from 0 to `bound` - 1, whatever the `bound` from 1 to 2^21: the product's upper part is the
   * choice, and the few lower parts that would favour some choices are drawn again (Lemire, "Fast Random Integer
   * Generation in an Interval", 2019).
   */
  below(bound: number): number {
    for (;;) {
      // Exact: both factors together have at most 53 bits.
      const product = this.#next() * bound;
      const choice = Math.floor(product / RANGE);
      const rest = product - choice * RANGE;
      if (rest >= bound || rest >= RANGE % bound) return choice;
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
    if (this.#offset === this.#chunk.byteLength) {
      this.#chunk = this.#nextChunk(CHUNK_BYTES);
      this.#offset = 0;
    }
    const value = this.#chunk.getUint32(this.#offset, true);
    this.#offset += 4;
    return value;
  }

  #nextChunk(size: number): DataView {
    const bytes = this.#cipher.update(ZEROS.subarray(0, size));
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
