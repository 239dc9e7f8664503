import type { Look } from '../app/channel.ts';
import type { DeliveryEvent } from '../domain/delivery/delivery.ts';
import type { ValueList } from '../domain/facts/value-list.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { GivenPolicy, PolicyFault } from '../domain/policy/policy-set.ts';
import type { Result } from '../kernel/result.ts';
import type { ObjectSchema } from '../kernel/schema.ts';

/** How a person gets back to the chat; docs/reference/settings.md says what each is. */
export type ReturnMode = 'auto' | 'redirect' | 'page';

/** One channel after its settings were read and checked. docs/reference/channels.md says what each member is for. */
export type ChannelSettings = {
  readonly name: string;
  /** Null: its verdicts are only asked for. */
  readonly connector: ConnectorSettings | null;
  /** What it is told of; null: all that its connector can tell. */
  readonly events: readonly DeliveryEvent[] | null;
  /** Hosts that its calls may reach though they lie outside the public Internet, in lower case. */
  readonly privateHosts: readonly string[];
  readonly displayName: string | null;
  readonly returnUrl: string;
  readonly returnMode: ReturnMode;
  /** A policy's name; null: the service's default. */
  readonly policy: string | null;
  readonly oneLiveLink: boolean;
  /** SHA-256 of each key that opens it, beside those in the database. */
  readonly keyHashes: readonly Uint8Array[];
  readonly look: Look;
};

/** What a connector is made of: `settings` obeys the schema of the kind of that name. */
export type ConnectorSettings = { readonly kind: string; readonly settings: unknown };

/** What channels can name. */
export type ChannelOffers = Pick<Catalogue, 'connectors' | 'languages'> & {
  readonly policies: readonly string[];
};

/** What the settings can name: told to them by whoever knows it. */
export type Catalogue = {
  /** By name: the members that a channel on such a platform has of its own, and all that it can be told of. */
  readonly connectors: ReadonlyMap<string, ConnectorOffer>;
  /** What there is without a word of the operator's; the first is the default. */
  readonly shippedPolicies: readonly Policy[];
  /** Those and the operator's, or everything that is wrong with them. */
  settlePolicies(given: readonly GivenPolicy[]): Result<readonly Policy[], readonly PolicyFault[]>;
  /** The tags of the languages that the pages speak. */
  readonly languages: readonly string[];
  readonly factKinds: readonly string[];
  readonly questionKinds: readonly string[];
  /** A list of values in its one order, or what it must be. */
  makeList(values: readonly string[], popularity: readonly number[] | null): Result<ValueList, string>;
};

export type ConnectorOffer = { readonly settings: ObjectSchema; readonly events: readonly DeliveryEvent[] };
