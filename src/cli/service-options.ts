import type { Registry } from 'prom-client';
import type { Channel } from '../app/channel.ts';
import type { FactSource } from '../app/fact-source.ts';
import type { Clock, Connector, Entropy, Log, Notices } from '../app/ports.ts';
import type { Retention } from '../app/retention.ts';
import type { Service } from '../app/service.ts';
import type { Store } from '../app/store-ports.ts';
import type { Tracer } from '../app/tracer.ts';
import type { Turns } from '../app/turns.ts';
import type { Vault } from '../app/vault.ts';
import type { Vouchers } from '../app/vouchers.ts';
import type { LimitSettings } from '../config/settings.ts';
import type { ValueList } from '../domain/facts/value-list.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { ServerTls } from '../http/hardened-server.ts';
import type { PrintStyle } from './evidence/print-order.ts';
import type { CheckpointPlace } from './keep-log.ts';

/** What a running service is made of: settings in their final form, and the parts of the world that tests replace. */
export type ServiceOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly apiPort: number;
  readonly webPort: number;
  /** Null: `localhost` and the web port. */
  readonly publicUrl: string | null;
  readonly tls: ServerTls | null;
  readonly trustedProxies: readonly string[];
  /** How long it serves on after `close`, unready; left out: not at all. */
  readonly drainSeconds?: number;
  /** 32 bytes, for a database that has known no other secret: in place of `vault`. */
  readonly secretKey?: Uint8Array | null;
  /** By the secrets that the database was opened with. */
  readonly vault?: Vault;
  /** A key of the first channel; null: none. */
  readonly apiKey: string | null;
  readonly securityContact: string | null;
  /** Null: the packaged database. */
  readonly geoipFile: string | null;
  /** Where facts come from that a request does not bring; nowhere where left out. */
  readonly factSource?: FactSource | null;
  readonly limits: LimitSettings;
  readonly channels: readonly ConfiguredChannel[];
  readonly policies: readonly Policy[];
  /** The operator's lists of values, by name; none where left out. */
  readonly lists?: ReadonlyMap<string, ValueList>;
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly notices: Notices;
  /** Left out where this is the only instance. */
  readonly turns?: Turns;
  /** How long what is kept, in days; left out: as where nobody says otherwise. */
  readonly retention?: Retention;
  /** Of the page for people that goes with evidence; left out: English, in UTC. */
  readonly evidence?: PrintStyle;
  /** Left out where nobody asks for the log later: its last checkpoint is then kept nowhere. */
  readonly checkpointPlace?: CheckpointPlace;
  /** Whose cosignatures count, and how many of them are enough; left out: nobody's. */
  readonly believed?: Pick<Service, 'witnesses' | 'quorum'>;
  /** Who is asked to vouch for the log; nobody where left out. */
  readonly vouchers?: Vouchers;
  readonly log: Log;
  /** Where its figures are kept; a new one where none is given. */
  readonly registry?: Registry;
  /** Who is told how long requests and deliveries take; nobody where none is given. */
  readonly tracer?: Tracer;
};

export type ConfiguredChannel = {
  readonly channel: Channel;
  /** What speaks to its platform; null where its verdicts are only asked for. */
  readonly connector: Connector | null;
  /** SHA-256 of each key that opens it, beside those in the store. */
  readonly keyHashes?: readonly Uint8Array[];
};
