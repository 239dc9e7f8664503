import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { assembleEvidence, DEFAULT_REVEALED } from '../app/assemble-evidence.ts';
import { isPrivateName, PRIVATE_NAMES, type PrivateName } from '../domain/audit/private-fields.ts';
import { parseId } from '../kernel/ids.ts';
import { CommandFailed } from './command-failed.ts';
import { printEvidence } from './evidence/print-evidence.ts';
import type { EvidenceLanguage } from './evidence/print-order.ts';
import { STATUS_INTERIM, verifyEvidenceCommand } from './evidence/verify-evidence.ts';
import { type ServiceBeside, withServiceBeside } from './service-beside.ts';

/** A running service signs within a second. */
const TRIES = 8;
const BETWEEN_TRIES_MILLISECONDS = 400;

type MakeOptions = {
  readonly out: string;
  readonly reveal: ReadonlySet<PrivateName>;
  readonly language?: EvidenceLanguage;
  readonly timeZone?: string;
};

/** `countersign evidence …`: what is handed to a third party about one challenge, and its check. */
export function evidenceCommand(): Command {
  return new Command('evidence')
    .description('put together what proves to a third party what happened with one challenge')
    .argument('<challenge-id>', 'chl_…, as the API and the log name it')
    .option('--out <dir>', 'where the two files go', '.')
    .addOption(
      new Option(
        '--reveal <names>',
        `what is disclosed of the person, separated by commas, or all: ${PRIVATE_NAMES.join(', ')}`,
      )
        .argParser(revealed)
        .default(DEFAULT_REVEALED, [...DEFAULT_REVEALED].join(',') || 'nothing'),
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
    .addCommand(verifyEvidenceCommand());
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
