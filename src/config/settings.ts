import type { Retention } from '../app/retention.ts';
import type { ValueList } from '../domain/facts/value-list.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { AuditSettings } from './audit-settings.ts';
import type { ChannelSettings } from './channel-settings.ts';
import type { DatabaseSetting } from './database-url.ts';
import type { VoucherSettings } from './voucher-settings.ts';

/** Every setting after it was read and checked. Frozen. docs/reference/settings.md says what each is for. */
export type Settings = {
  readonly host: string;
  /** 0: any free port. */
  readonly apiPort: number;
  readonly webPort: number;
  /** Scheme, host and port of the links; null where not set: then a loopback host and the port of the person's side. */
  readonly publicUrl: string | null;
  /** 10 to 600; null: the policy's. */
  readonly challengeTtlSeconds: number | null;
  readonly database: DatabaseSetting;
  /** Processes that serve on the same ports; more than 1 only with PostgreSQL. */
  readonly workers: number;
  /** How long it serves on after it was told to stop. */
  readonly drainSeconds: number;
  /** Paths of PEM files. Where this and `acme` are null: plain HTTP on both ports. */
  readonly tls: TlsFiles | null;
  /** Where certificates are had from; never set together with `tls`. */
  readonly acme: AcmeSettings | null;
  /** Addresses and CIDR ranges whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** 32 bytes; null: from the file beside the embedded database, which is made at the first start. */
  readonly secretKey: Uint8Array | null;
  /** 32 bytes: another secret that is accepted while one takes the other's place; null: none is set. */
  readonly secretKeyPrevious: Uint8Array | null;
  /** The operator's own system, which knows the clients; null: every request brings its facts. */
  readonly factSource: FactSourceSettings | null;
  readonly limits: LimitSettings;
  readonly audit: AuditSettings;
  /** In days. */
  readonly retention: Retention;
  readonly vouchers: VoucherSettings;
  readonly logLevel: LogLevel;
  /** Path of an MMDB file; null: the one that comes as a package. */
  readonly geoipFile: string | null;
  /** A URI for security.txt; null: none is served. */
  readonly securityContact: string | null;
  /** At least one; `default` first, where the settings at the top make it. */
  readonly channels: readonly ChannelSettings[];
  /** The shipped ones, as the operator changed them, and the operator's own. */
  readonly policies: readonly Policy[];
  /** Values that facts are taken from, by the list's name. */
  readonly lists: ReadonlyMap<string, ValueList>;
};

export type TlsFiles = { readonly certFile: string; readonly keyFile: string };
export type AcmeSettings = {
  readonly email: string;
  /** https, or http on a loopback host. */
  readonly directoryUrl: string;
  /** Where the authority's look-ups arrive: port 80 as it is seen from outside. */
  readonly httpPort: number;
  /** The host of the public URL. */
  readonly domain: string;
};
export type FactSourceSettings = {
  /** https, or http on a loopback host. */
  readonly url: string;
  /** `whsec_` and 24 to 64 bytes as base64. */
  readonly secret: string;
  /** Whether its host may lie outside the public Internet. */
  readonly allowPrivate: boolean;
};
export type LimitSettings = {
  /** Requests that one key may make within a minute; null: any number. */
  readonly perKey: number | null;
  /** Requests that may come to the bots' side from one address within a minute; null: any number. */
  readonly perAddress: number | null;
  /** Whether requests beyond a budget are only told of. Locks after wrong answers hold all the same. */
  readonly dryRun: boolean;
};
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

/** The scheme, host and port of links: as set, or this machine at the port that the person's side got. */
export function publicUrlOf(settings: Settings, webPort: number): string {
  return settings.publicUrl ?? `${speaksTls(settings) ? 'https' : 'http'}://localhost:${webPort}`;
}

/** Whether both ports speak TLS of our own. */
export const speaksTls = ({ tls, acme }: Pick<Settings, 'tls' | 'acme'>): boolean =>
  tls !== null || acme !== null;
