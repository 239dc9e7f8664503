import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { formatVerifierKey, type NoteVerifier, parseVerifierKey } from '../../domain/audit/note-key.ts';
import { verifyBundle } from '../../domain/audit/verify-bundle.ts';
import { fromUtf8 } from '../../kernel/bytes.ts';
import { attachedFile, isPdf } from '../../system/pdf/attached-file.ts';
import { CommandFailed } from '../command-failed.ts';
import { stampRoots } from '../open-vouchers.ts';
import { believedKeys } from './believed-keys.ts';
import { explainBundle, explainFault } from './explain-bundle.ts';
import { openedStamp, type StampOutcome } from './opened-stamp.ts';

/** For scripts: 0 is proven, 1 rejected. */
const STATUS_UNREADABLE = 2;
export const STATUS_INTERIM = 3;

/** Whatever begins like this was evidence once, and is judged as such. */
const FIRST_MEMBER = '{"content":';

type VerifyOptions = {
  readonly key: readonly string[];
  readonly witness: readonly NoteVerifier[];
  readonly quorum?: number;
  readonly tsaCa?: string;
};

/** `countersign evidence verify`: opens no database and asks nobody. */
export function verifyEvidenceCommand(): Command {
  return new Command('verify')
    .description(
      'check evidence offline, with no database and no network, and say what it proves and what it does not',
    )
    .argument('<file>', 'the JSON file, or the PDF that it is attached to')
    .option(
      '--key <key-or-file>',
      "a key of the business's log that you believe, or a file with such keys; may be given again",
      collected,
      [],
    )
    .option(
      '--witness <key>',
      'a witness that you know, by the key that it prints; may be given again',
      collectedWitness,
      [],
    )
    .option('--quorum <number>', 'how many of those must have seen it', wholeNumber)
    .option('--tsa-ca <file>', 'the certificates that a time stamp must lead to, as PEM')
    .addHelpText(
      'after',
      `
Exit status: 0 proven, 1 rejected, 2 cannot be read, 3 interim (a part is not proven yet).

A file with keys is a copy of the business's /.well-known/countersign-keys.json, or what "countersign audit checkpoint" printed.

Example: countersign evidence verify chl_019a….json --key countersign-keys.json`,
    )
    .action(verifyEvidence);
}

async function verifyEvidence(file: string, options: VerifyOptions): Promise<void> {
  const { key, witness: known, tsaCa } = options;
  const believed = believedKeys(key);
  const text = bundleIn(file);
  const verified = verifyBundle(text, believed);
  if (!verified.ok) {
    const { error } = verified;
    if (error.type === 'no_bundle' && !text.startsWith(FIRST_MEMBER)) throw unreadable(explainFault(error));
    throw new CommandFailed(`Rejected. ${explainFault(error)}`);
  }
  const bundle = verified.value;
  const cosigned = (bundle.checkpoint?.cosignatures ?? []).map(({ witness }) => witness);
  const witnesses = cosigned.filter((each) =>
    known.some((one) => formatVerifierKey(one) === formatVerifierKey(each)),
  );
  const quorum = options.quorum ?? (known.length === 0 ? 0 : 1);
  if (witnesses.length < quorum) {
    throw new CommandFailed(
      `Rejected. Of the witnesses that you know ${witnesses.length} saw this, and ${quorum} must have.`,
    );
  }
  const roots = tsaCa === undefined ? [] : await stampRoots(tsaCa, '--tsa-ca');
  const stamp = await openedStamp(bundle, roots);
  const isStampMissing = roots.length > 0 && stamp.type !== 'proven';
  if (isStampMissing || stamp.type === 'broken') {
    throw new CommandFailed(`Rejected. ${STAMP_FAULTS[stamp.type]}`);
  }
  const lines = explainBundle(bundle, stamp, { isKeyKnown: believed !== null, witnesses });
  for (const line of lines) console.log(line);
  if (bundle.entries.some(({ isProven }) => !isProven)) process.exitCode = STATUS_INTERIM;
}

const STAMP_FAULTS: Readonly<Record<StampOutcome['type'], string>> = {
  none: 'It has no time stamp, which --tsa-ca asks for.',
  broken: 'Its time stamp is none, or one of something else.',
  unknown_signer: 'Its time stamp does not lead to a certificate in the file of --tsa-ca.',
  proven: '',
};

function bundleIn(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch {
    throw unreadable(`${file} cannot be read. Check the path, and who may read the file.`);
  }
  const bundle = isPdf(bytes) ? attachedFile(bytes) : bytes;
  if (bundle === null) {
    throw unreadable(
      `Nothing that proves anything is attached to ${file}: ask for the JSON file that goes with it.`,
    );
  }
  try {
    return fromUtf8(bundle);
  } catch {
    return '';
  }
}

const unreadable = (why: string): CommandFailed => new CommandFailed(why, { status: STATUS_UNREADABLE });

function collectedWitness(given: string, before: readonly NoteVerifier[]): readonly NoteVerifier[] {
  const key = parseVerifierKey(given);
  if (key?.type === 'cosignature') return [...before, key];
  throw new InvalidArgumentError(
    'It must be the key of a witness, NAME+ID+BASE64, as the witness prints it.',
  );
}

function wholeNumber(given: string): number {
  if (/^[1-9]\d{0,2}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('It must be a whole number from 1 to 999.');
}

const collected = (given: string, before: readonly string[]): readonly string[] => [...before, given];
