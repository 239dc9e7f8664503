import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { assembleEvidence, DEFAULT_REVEALED } from '../app/assemble-evidence.ts';
import { formatVerifierKey, type NoteVerifier, parseVerifierKey } from '../domain/audit/note-key.ts';
import { isPrivateName, PRIVATE_NAMES, type PrivateName } from '../domain/audit/private-fields.ts';
import { verifyBundle } from '../domain/audit/verify-bundle.ts';
import { fromUtf8 } from '../kernel/bytes.ts';
import { parseId } from '../kernel/ids.ts';
import { attachedFile, isPdf } from '../system/pdf/attached-file.ts';
import { CommandFailed } from './command-failed.ts';
import { believedKeys } from './evidence/believed-keys.ts';
import { explainBundle, explainFault } from './evidence/explain-bundle.ts';
import { openedStamp, type StampOutcome } from './evidence/opened-stamp.ts';
import { printEvidence } from './evidence/print-evidence.ts';
import type { EvidenceLanguage } from './evidence/print-order.ts';
import { stampRoots } from './open-vouchers.ts';
import { type ServiceBeside, withServiceBeside } from './service-beside.ts';

/** A running service signs within a second. */
const TRIES = 8;
const BETWEEN_TRIES_MILLISECONDS = 400;

const STATUS_INTERIM = 2;

type MakeOptions = {
  readonly out: string;
  readonly reveal: ReadonlySet<PrivateName>;
  readonly language?: EvidenceLanguage;
  readonly timeZone?: string;
};

type VerifyOptions = {
  readonly key: readonly string[];
  readonly keys?: string;
  readonly witness: readonly NoteVerifier[];
  readonly quorum?: number;
  readonly tsaCa?: string;
};

/** `countersign evidence …`: what is handed to a third party about one challenge, and its check. */
export function evidenceCommand(): Command {
  return new Command('evidence')
    .description('put together what proves to a third party what happened with one challenge')
    .argument('<challenge-id>', 'chl_…, as the API and the log name it')
    .option('--out <dir>', 'where the two files go', '.')
    .option(
      '--reveal <names>',
      `what is disclosed of the person, separated by commas, or all: ${PRIVATE_NAMES.join(', ')}`,
      revealed,
      DEFAULT_REVEALED,
    )
    .addOption(new Option('--language <tag>', 'of the page for people').choices(['en', 'es']))
    .option(
      '--time-zone <name>',
      'in which the page tells times beside UTC, such as America/Mexico_City',
      zone,
    )
    .addHelpText(
      'after',
      '\nExample: countersign evidence chl_019a… --out ./case-17 --reveal phone,address,user_agent',
    )
    .action(makeEvidence)
    .addCommand(verifyCommand());
}

async function makeEvidence(given: string, options: MakeOptions): Promise<void> {
  const id = parseId('challenge', given);
  if (id === null) {
    throw new CommandFailed(`${given} is no challenge's id: those begin with chl_, as the API answers them.`);
  }
  await withServiceBeside(async (service, settings) => {
    const { text, isInterim } = await assembled(service, id, options.reveal);
    mkdirSync(options.out, { recursive: true });
    const json = join(options.out, `${id}.json`);
    const pdf = join(options.out, `${id}.pdf`);
    writeFileSync(json, text, { mode: 0o600 });
    const style = {
      language: options.language ?? settings.audit.evidenceLanguage,
      timeZone: options.timeZone ?? settings.audit.evidenceTimeZone,
    };
    writeFileSync(pdf, await printEvidence(text, style), { mode: 0o600 });
    console.log(`${json} is the evidence: give it to whoever is to check it (countersign evidence verify).`);
    console.log(`${pdf} is the page for people, with the same file attached.`);
    console.log(`Disclosed: ${[...options.reveal].sort().join(', ') || 'nothing'}. The rest is held back.`);
    if (isInterim) {
      console.log(
        'INTERIM: the log is not signed up to here yet. A running service signs within a second; where none runs: countersign audit checkpoint.',
      );
      process.exitCode = STATUS_INTERIM;
    }
  });
}

async function assembled(
  service: ServiceBeside,
  id: Parameters<typeof assembleEvidence>[1]['id'],
  reveal: ReadonlySet<PrivateName>,
): Promise<{ readonly text: string; readonly isInterim: boolean }> {
  for (let left = TRIES; ; left--) {
    const outcome = await assembleEvidence(service, { id, channel: null, reveal });
    if (outcome.type === 'unknown') {
      throw new CommandFailed(
        `The log of this database knows no challenge ${id}: check the id, and DATABASE_URL.`,
      );
    }
    if (!outcome.isInterim || left === 0) return outcome;
    await pause(BETWEEN_TRIES_MILLISECONDS);
  }
}

function verifyCommand(): Command {
  return new Command('verify')
    .description('check evidence offline: exit status 0 if it is proven, 2 if interim, 1 if it is rejected')
    .argument('<file>', 'the JSON file, or the PDF that it is attached to')
    .option('--key <key>', "a key of the business's log that you know; may be given again", collected, [])
    .option('--keys <file>', 'the same from a copy of /.well-known/countersign-keys.json')
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
      '\nExample: countersign evidence verify chl_019a….json --keys countersign-keys.json',
    )
    .action(verifyEvidence);
}

async function verifyEvidence(file: string, options: VerifyOptions): Promise<void> {
  const { key, keys, witness: known, tsaCa } = options;
  const believed = believedKeys(key, keys ?? null);
  const verified = verifyBundle(bundleIn(file), believed);
  if (!verified.ok) throw new CommandFailed(`Rejected. ${explainFault(verified.error)}`);
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
    throw new CommandFailed(`${file} cannot be read. Check the path, and who may read the file.`);
  }
  const bundle = isPdf(bytes) ? attachedFile(bytes) : bytes;
  if (bundle === null) {
    throw new CommandFailed(
      `Nothing that proves anything is attached to ${file}: ask for the JSON file that goes with it.`,
    );
  }
  try {
    return fromUtf8(bundle);
  } catch {
    return '';
  }
}

function revealed(given: string): ReadonlySet<PrivateName> {
  if (given === 'all') return new Set(PRIVATE_NAMES);
  const names = given.split(',').map((name) => name.trim());
  return new Set(
    names.map((name) => {
      if (isPrivateName(name)) return name;
      throw new InvalidArgumentError(`There is no ${name}. Names: ${PRIVATE_NAMES.join(', ')}, all.`);
    }),
  );
}

function zone(given: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('It must be the name of a time zone, such as America/Mexico_City.');
  }
}

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
