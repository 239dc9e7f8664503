import type { NoteVerifier } from '../domain/audit/note-key.ts';
import type { ValueList } from '../domain/facts/value-list.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { ChannelId } from '../kernel/ids.ts';
import type { Channel } from './channel.ts';
import type { FactSource } from './fact-source.ts';
import type { InFlight } from './in-flight.ts';
import type { Limits } from './limits.ts';
import type { Clock, Entropy, Geo, Log, Notices, Wording } from './ports.ts';
import type { Store } from './store-ports.ts';
import type { Vault } from './vault.ts';

/** What every use case is given: the world behind ports, and the settings it needs. */
export type Service = {
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly vault: Vault;
  readonly notices: Notices;
  readonly geo: Geo;
  readonly limits: Limits;
  /** Null: every request brings its facts. */
  readonly factSource: FactSource | null;
  /** The operator's lists of values, by name. */
  readonly lists: ReadonlyMap<string, ValueList>;
  readonly wording: Wording;
  readonly log: Log;
  readonly inFlight: InFlight;
  /** Hashes of the keys that the settings name, and their channels. */
  readonly configuredKeys: readonly { readonly hash: Uint8Array; readonly channel: ChannelId }[];
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  /** By name: the shipped ones and the operator's. */
  readonly policies: ReadonlyMap<string, Policy>;
  /** Whose cosignatures of the log's checkpoints are believed. */
  readonly witnesses: readonly NoteVerifier[];
  /** How many of them are enough: 0 where there are none. */
  readonly quorum: number;
  /** Which build this is, for the log: 1 to 64 visible ASCII characters. */
  readonly build: string;
  /** Without a slash at the end; a link is this, a slash, and a token. */
  readonly publicUrl: string;
};
