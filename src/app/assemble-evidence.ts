import { digestsText, disclose } from '../domain/audit/disclosure.ts';
import { type BundleContent, type BundleEntry, formatBundle } from '../domain/audit/evidence-bundle.ts';
import { type LogEntry, parseLogEntry } from '../domain/audit/log-entry.ts';
import { formatVerifierKey } from '../domain/audit/note-key.ts';
import { policyHash, policyText } from '../domain/audit/policy-hash.ts';
import { PRIVATE_NAMES, type PrivateName } from '../domain/audit/private-fields.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import { QUESTION_KINDS } from '../domain/questions/projections.ts';
import { fromUtf8, toBase64 } from '../kernel/bytes.ts';
import type { ChallengeId, ChannelId } from '../kernel/ids.ts';
import { toRfc3339 } from '../kernel/instant.ts';
import type { Channel } from './channel.ts';
import { proveEntries } from './log-proofs.ts';
import { openNotary } from './notary.ts';
import { openDisclosures } from './sealed.ts';
import type { Service } from './service.ts';
import type { ClientKey } from './vault.ts';

export type EvidenceRequest = {
  readonly id: ChallengeId;
  /** Only for a challenge of this channel; null: of any. */
  readonly channel: ChannelId | null;
  /** What is disclosed of each entry. The rest stays behind its digests. */
  readonly reveal: ReadonlySet<PrivateName>;
};

/** What is disclosed where nobody says what: what was asked for and asked, and nothing by which a person is found. */
export const DEFAULT_REVEALED: ReadonlySet<PrivateName> = new Set([
  'country',
  'flow',
  'language',
  'locale',
  'purpose',
  'questions',
  'tls',
]);

export type EvidenceOutcome =
  /** `isInterim`: no checkpoint covers the newest entries yet, which a second later one does. */
  | { readonly type: 'bundle'; readonly text: string; readonly isInterim: boolean }
  /** The log knows no such challenge, in this channel. */
  | { readonly type: 'unknown' };

/** What of a service it takes: a command beside one has no more. */
export type EvidenceService = Pick<
  Service,
  'store' | 'vault' | 'clock' | 'policies' | 'witnesses' | 'quorum'
> & {
  readonly channels: ReadonlyMap<ChannelId, Pick<Channel, 'displayName'>>;
};

type Logged = {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly entry: LogEntry;
  readonly sealed: Uint8Array | null;
};

const ENTRIES_AT_ONCE = 500;

/**
 * Puts together what can be shown to a third party about one challenge: its entries, what was asked to be disclosed of
 * them, proofs that they stand in the log, and what became of telling the platform; signed as one.
 * @throws SealBroken where what is sealed was tampered with. @throws StoreUnavailable
 */
export async function assembleEvidence(
  service: EvidenceService,
  { id, channel, reveal }: EvidenceRequest,
): Promise<EvidenceOutcome> {
  const logged = await entriesOf(service, id);
  const [first] = logged;
  const notary = await openNotary(service);
  const signer = notary?.signers.at(-1);
  if (first === undefined || notary === null || signer === undefined) return { type: 'unknown' };
  if (channel !== null && first.entry.channel !== channel) return { type: 'unknown' };

  const { store, vault, clock } = service;
  const wrapped = await store.privacy.evidenceKey(id);
  const key = wrapped === null ? null : vault.unwrap(wrapped);
  const proven = await proveEntries(
    service,
    notary.identity,
    logged.map(({ index }) => index),
  );
  const entries = logged.map((each, place) =>
    bundleEntry(service, each, key, reveal, proven.proofs[place] ?? null),
  );
  const content: BundleContent = {
    version: 1,
    challenge: id,
    issued: toRfc3339(clock.now()),
    origin: notary.identity.origin,
    keys: notary.identity.keys.map(formatVerifierKey),
    witnesses: proven.witnesses.map(formatVerifierKey),
    entries,
    policies: policiesOf(service, logged),
    timestamp: proven.timestamp === null ? null : toBase64(proven.timestamp),
    business: businessOf(service, first.entry),
    deliveries: (await store.deliveries.ofChallenges([id])).map(bundleDelivery),
  };
  const isInterim = entries.some(({ proof }) => proof === null);
  return { type: 'bundle', text: formatBundle(content, signer), isInterim };
}

async function entriesOf({ store }: Pick<Service, 'store'>, challenge: ChallengeId): Promise<Logged[]> {
  const logged: Logged[] = [];
  for (;;) {
    const fromIndex = (logged.at(-1)?.index ?? -1) + 1;
    const page = await store.audit.entries({ challenge, fromIndex, limit: ENTRIES_AT_ONCE });
    for (const { index, bytes, sealedDisclosures: sealed } of page) {
      const parsed = parseLogEntry(bytes);
      if (!parsed.ok) throw new Error(`entry ${index} of the log is none: ${parsed.error}`);
      logged.push({ index, bytes, entry: parsed.value, sealed });
    }
    if (page.length < ENTRIES_AT_ONCE) return logged;
  }
}

function bundleEntry(
  { vault }: Pick<Service, 'vault'>,
  { index, bytes, entry, sealed }: Logged,
  key: ClientKey | null,
  reveal: ReadonlySet<PrivateName>,
  proof: string | null,
): BundleEntry {
  const logged = { entry: fromUtf8(bytes), index, proof };
  if (entry.evidence === null || sealed === null || key === null) {
    return { ...logged, digests: null, disclosures: [] };
  }
  const { fields, seed } = openDisclosures(vault, key, entry.evidence, sealed);
  const { disclosures, digests } = disclose(fields, seed);
  return {
    ...logged,
    digests: digestsText(digests),
    disclosures: disclosures.filter((_, place) => {
      const name = PRIVATE_NAMES[place];
      return name !== undefined && reveal.has(name);
    }),
  };
}

/** The rules by which the entries were made, of those that still hold somewhere. */
function policiesOf({ policies }: Pick<Service, 'policies'>, logged: readonly Logged[]): readonly string[] {
  const hashes = new Set(logged.map(({ entry }) => entry.policy));
  return [...policies.values()]
    .filter((policy) => hashes.has(policyHash(policy, QUESTION_KINDS)))
    .map((policy) => policyText(policy, QUESTION_KINDS));
}

const businessOf = ({ channels }: Pick<EvidenceService, 'channels'>, { channel }: LogEntry): string | null =>
  channel === null ? null : (channels.get(channel)?.displayName?.toWellFormed() ?? null);

const bundleDelivery = (delivery: Delivery): BundleContent['deliveries'][number] => ({
  attempts: delivery.attempts,
  connector: delivery.connector,
  created_at: toRfc3339(delivery.createdAt),
  delivered_at: delivery.deliveredAt === null ? null : toRfc3339(delivery.deliveredAt),
  event: delivery.event,
  status: delivery.status,
});
