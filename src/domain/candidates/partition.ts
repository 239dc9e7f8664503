import { lengthPrefixed } from '../../kernel/bytes.ts';
import { hmacSha256 } from '../../kernel/digest.ts';
import { KeyedStream } from '../../kernel/keyed-stream.ts';
import type { ClientRef } from '../challenge/challenge.ts';
import type { FactKind } from '../facts/fact.ts';

/** One of the cuts of a domain of which each client has one (birth-blocks.ts). */
export type SharedCut = `cut ${number}`;

/** Everything that the cut of a domain into blocks depends on: no value, no challenge and no time is in it. */
export type Partition = {
  /** 32 bytes that serve nothing but candidates and questions. */
  readonly secret: Uint8Array;
  readonly client: ClientRef | SharedCut;
  readonly fact: FactKind;
  /** Values in each block: 4 to 10. */
  readonly size: number;
};

/** What the choices are for. Each purpose, at each place, has a stream of its own. */
type Purpose = 'cut' | 'grid' | 'deal' | 'spoke' | 'left_out';

/** The choices that one partition makes for one purpose at one place of its domain: always the same ones. */
export function choicesOf(partition: Partition, purpose: Purpose, place: number): KeyedStream {
  const { secret, client, fact, size } = partition;
  const label = lengthPrefixed('block', fact, String(size), client, purpose, String(place));
  return new KeyedStream(hmacSha256(secret, label));
}
