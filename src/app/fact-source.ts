import type { Fact, FactKind } from '../domain/facts/fact.ts';
import type { ChannelId } from '../kernel/ids.ts';

export type FactQuery = {
  /** As the bot named the client. */
  readonly clientId: string;
  readonly channel: ChannelId;
  /** Those that the policy may ask about, in its order. */
  readonly kinds: readonly FactKind[];
};

export type FactAnswer =
  | { readonly type: 'known'; readonly facts: readonly Fact[] }
  /** No such client. `examples`: facts of nobody that look like this system's, where it gave any. */
  | { readonly type: 'unknown'; readonly examples: readonly Fact[] }
  | { readonly type: 'unavailable' };

/** The operator's own system, which knows the clients. */
export interface FactSource {
  /** Never throws: what goes wrong on the way is an answer. */
  factsOf(query: FactQuery): Promise<FactAnswer>;
}
