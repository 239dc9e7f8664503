import { evidenceReport, isBlocked } from '../../app/evidence-report.ts';
import { formatVerifierKey, type NoteVerifier } from '../../domain/audit/note-key.ts';
import type { BundleFault, VerifiedBundle } from '../../domain/audit/verify-bundle.ts';
import { toBase64 } from '../../kernel/bytes.ts';
import { toRfc3339 } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/result.ts';
import { en } from './en.ts';
import { jsonText } from './field-text.ts';
import type { StampOutcome } from './opened-stamp.ts';

/** What of a bundle the reader knew before. */
export type Known = {
  /** Whether the log's keys were given. */
  readonly isKeyKnown: boolean;
  /** Those of the bundle's witnesses that were given. */
  readonly witnesses: readonly NoteVerifier[];
};

/** What a checked bundle proves, to whom, and what it does not, a line each. */
export function explainBundle(
  bundle: VerifiedBundle,
  stamp: StampOutcome,
  { isKeyKnown, witnesses }: Known,
): readonly string[] {
  const report = evidenceReport(bundle);
  const { content, signer, checkpoint } = bundle;
  const { headline, meaning } = en.verdict[report.verdict?.outcome ?? 'pending'];
  return [
    `${report.challenge}: ${headline}. ${meaning}`,
    '',
    'What happened:',
    ...report.timeline.map(({ at, type, index, outcome }) => {
      const ending = outcome === null ? '' : `: ${outcome}`;
      return `  ${toRfc3339(at)}  ${en.event[type]}${ending} (entry ${index})`;
    }),
    '',
    'What is disclosed:',
    ...disclosedLines(bundle),
    '',
    'What is proven:',
    `  The file is as it was signed at ${content.issued} with key ${signer.keyId} of the log ${jsonText(content.origin)}: not a bit was changed since.`,
    ...(checkpoint === null
      ? []
      : [
          `  Each entry up to the last proven one stands in that log of ${checkpoint.checkpoint.size} entries with the root ${toBase64(checkpoint.checkpoint.root)},`,
          `  signed with key ${checkpoint.signedBy.map(({ keyId }) => keyId).join(' and ')}. None of the challenge's entries in between is left out.`,
        ]),
    '',
    'As of when:',
    ...whenLines(bundle, stamp),
    '',
    'What is not proven:',
    ...(report.integrity.isInterim
      ? [
          '  INTERIM: entries that no checkpoint covers are vouched for by the signature of this file alone. Ask for the evidence again.',
        ]
      : []),
    ...(isKeyKnown
      ? []
      : [
          '  Whose key it is. The file names its own: compare it with the one that the business publishes, or give it with --key:',
          ...content.keys.map((key) => `    ${key}`),
        ]),
    ...strangerLines(bundle, witnesses),
    ...en.limits.map((limit) => `  ${limit}`),
  ];
}

function disclosedLines(bundle: VerifiedBundle): readonly string[] {
  const { entries } = bundle;
  const known = new Map<string, string>();
  for (const { disclosed } of entries) {
    for (const { name, value } of disclosed) if (value !== null) known.set(name, jsonText(value));
  }
  const lines = [...known].sort().map(([name, value]) => `  ${name}: ${value}`);
  const isErased = entries.some(({ isErased }) => isErased);
  return [
    ...(lines.length === 0 ? ['  nothing'] : lines),
    ...(isErased
      ? [
          `  Of some entries what concerned the person ${isBlocked(bundle) ? 'is blocked, to be erased' : 'was erased'}; that they were made is proven all the same.`,
        ]
      : []),
  ];
}

function strangerLines({ checkpoint }: VerifiedBundle, known: readonly NoteVerifier[]): readonly string[] {
  const strangers = (checkpoint?.cosignatures ?? []).filter(({ witness }) => !known.includes(witness));
  if (strangers.length === 0) return [];
  return [
    '  Who these witnesses are. The file names their keys itself: ask them for their own, or give them with --witness:',
    ...strangers.map(({ witness }) => `    ${formatVerifierKey(witness)}`),
  ];
}

/** Since when whoever signed can have changed nothing of it. */
function whenLines({ content, checkpoint }: VerifiedBundle, stamp: StampOutcome): readonly string[] {
  const vouched = [
    ...(checkpoint?.cosignatures ?? []).map(
      ({ witness, at }) =>
        `  Witness ${witness.name} saw that log at ${toRfc3339(at)}; it cosigns none that contradicts what it saw.`,
    ),
    ...stampLines(stamp),
  ];
  return [
    ...vouched,
    `  The times of the entries, and of this file (${content.issued}), are those of the business's own clock.`,
    ...(vouched.length > 0
      ? []
      : [
          '  Nobody else vouches for them: that all of it was written no later than this file came into your hands is what you know yourself.',
        ]),
  ];
}

function stampLines(stamp: StampOutcome): readonly string[] {
  switch (stamp.type) {
    case 'none':
    case 'broken':
      return [];
    case 'proven':
      return [`  The log was so before ${stamp.at}: time stamp by ${stamp.by}.`];
    case 'unknown_signer':
      return [
        `  A time stamp of ${stamp.at} by ${stamp.by} is whole; whether that signer is to be believed was not looked at (--tsa-ca).`,
      ];
    default:
      return unreachable(stamp);
  }
}

/** Why a bundle is rejected, in one line. */
export function explainFault(fault: BundleFault): string {
  switch (fault.type) {
    case 'no_bundle':
      return 'This is no evidence of Countersign, or not all of it: the file must be the one that was handed out, to the letter.';
    case 'unknown_key':
      return `It is signed with a key that is not believed (${jsonText(fault.key)}). If it should be, check where that key comes from.`;
    case 'altered':
      return 'It was changed after it was signed: the signature does not fit what is in it.';
    case 'policy_differs':
      return 'The rules that it shows are not those that its entries name.';
    case 'no_entries':
      return 'It has no entries of the log, and so proves nothing.';
    case 'entry_malformed':
      return `Entry ${fault.index} is not an entry of this challenge as the log writes them.`;
    case 'entry_missing':
      return `Before entry ${fault.index} one is missing, doubled or out of its order.`;
    case 'disclosure_differs':
      return `What is disclosed of entry ${fault.index} is not what the entry commits to.`;
    case 'not_proven':
      return `The proof of entry ${fault.index} does not lead to a root that the log signed.`;
    case 'other_checkpoint':
      return `The proof of entry ${fault.index} leads to another root than those before it.`;
    default:
      return unreachable(fault);
  }
}
