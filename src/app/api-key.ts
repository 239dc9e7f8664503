import type { ChannelId, KeyId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';

/** `bot`: opens the API to a bot. `operator`: opens the desk to a person. Neither opens the other. */
export const KEY_SCOPES = ['bot', 'operator'] as const;

export type ApiKey = {
  readonly id: KeyId;
  readonly scope: (typeof KEY_SCOPES)[number];
  /** Which channel it opens; `*` for every one, which only an operator's key may. */
  readonly channel: ChannelId;
  readonly name: string;
  /** SHA-256 of the key, which itself is 256 random bits and nowhere stored. */
  readonly hash: Uint8Array;
  readonly createdAt: Instant;
  /** From when on it is refused; null: not revoked. May lie ahead, so that two keys overlap while one is replaced. */
  readonly revokedAt: Instant | null;
};
