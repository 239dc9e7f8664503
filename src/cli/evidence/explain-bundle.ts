import { evidenceReport } from '../../app/evidence-report.ts';
import type { BundleFault, VerifiedBundle } from '../../domain/audit/verify-bundle.ts';
import { toBase64 } from '../../kernel/bytes.ts';
import { toRfc3339 } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/result.ts';
import { en } from './en.ts';
import { jsonText } from './field-text.ts';

/** What became of a time stamp that came with a bundle. */
export type StampOutcome =
  | { readonly type: 'none' }
  | { readonly type: 'proven'; readonly at: string; readonly by: string }
  /** It is whole, but its signer is not one that the reader named. */
  | { readonly type: 'unknown_signer'; readonly at: string; readonly by: string };

/** What a checked bundle proves, to whom, and what it does not, a line each. */
export function explainBundle(
  bundle: VerifiedBundle,
  stamp: StampOutcome,
  isKeyKnown: boolean,
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
    ...report.integrity.witnesses.map(
      ({ name, at }) => `  Witness ${name} saw that log at ${toRfc3339(at)}.`,
    ),
    ...stampLines(stamp),
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
          '  Whose key it is. The file names its own: compare it with the one that the business publishes, or give it with --key or --keys:',
          ...content.keys.map((key) => `    ${key}`),
        ]),
    ...en.limits.map((limit) => `  ${limit}`),
  ];
}

function disclosedLines({ entries }: VerifiedBundle): readonly string[] {
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
          '  Of some entries what concerned the person was erased; that they were made is proven all the same.',
        ]
      : []),
  ];
}

function stampLines(stamp: StampOutcome): readonly string[] {
  switch (stamp.type) {
    case 'none':
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
