import type { Fact } from '../domain/facts/fact.ts';
import { toHex } from '../kernel/bytes.ts';
import type { Channel } from './channel.ts';
import { createChallenge } from './create-challenge.ts';
import type { CreateOutcome } from './create-outcome.ts';
import { testChannelOf } from './desk-channels.ts';
import type { Operator } from './desk-session.ts';
import type { Service } from './service.ts';

export type Trial = {
  readonly policy: string;
  /** The tag of a language; null: the browser's. */
  readonly locale: string | null;
  readonly facts: readonly Fact[];
};

const NAME_BYTES = 6;

/**
 * Makes a challenge for an operator who tries out how a channel asks, in the channel for that: for a client that nobody
 * is, so that no trial locks another one out. The log says who tried. @throws StoreUnavailable
 */
export const tryPolicy = (
  service: Service,
  channel: Channel,
  operator: Operator,
  { policy, locale, facts }: Trial,
): Promise<CreateOutcome> =>
  createChallenge(service, testChannelOf(channel), {
    clientId: `test-${toHex(service.entropy.bytes(NAME_BYTES))}`,
    phone: null,
    flow: null,
    locale,
    purpose: null,
    metadata: { tried_with_key: operator.key },
    callback: null,
    facts,
    policy,
    ttlSeconds: null,
    idempotency: null,
  });
