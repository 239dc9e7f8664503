import { createWriteStream } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { type ExportedEntry, exportLog } from '../../app/log-export.ts';
import { firstAtOrAfter } from '../../app/log-search.ts';
import type { Instant } from '../../kernel/instant.ts';
import { CommandFailed } from '../command-failed.ts';
import { progressLine } from '../loadtest/progress-line.ts';
import { type ServiceBeside, withServiceBeside } from '../service-beside.ts';
import { timeOption } from '../time-option.ts';

type Format = 'jsonl' | 'csv';
type Options = { readonly format: Format; readonly out?: string; readonly since?: Instant };

/** `countersign audit export`: the log as others can read it. */
export const exportCommand = (): Command =>
  new Command('export')
    .description('write the log as JSON Lines or CSV: every entry with its index and hash, and nobody named')
    .addOption(new Option('--format <format>', 'which of them').choices(['jsonl', 'csv']).default('jsonl'))
    .option('--out <file>', 'where to; otherwise to standard output')
    .option('--since <time>', 'only entries from this time on (RFC 3339, or a date)', timeOption)
    .addHelpText('after', '\nExample: countersign audit export --format csv --out log.csv')
    .action((options: Options) => withServiceBeside((service) => write(service, options)));

async function write(service: ServiceBeside, { format, out, since }: Options): Promise<void> {
  const { audit } = service.store;
  const size = await audit.size();
  const first = since === undefined ? 0 : await firstAtOrAfter(audit, since);
  const bar = progressLine(barStream(out), Math.max(1, size - first));
  const lines = linesOf(exportLog(service, first, size), format, (done) => bar.update(done, 0));
  try {
    await pipeline(
      Readable.from(lines),
      out === undefined ? standardOutput() : createWriteStream(out, { mode: 0o600 }),
    );
  } catch (error) {
    if (isCode(error, 'EPIPE')) return;
    if (out !== undefined && error instanceof Error && 'path' in error) {
      throw new CommandFailed(
        `${out} cannot be written (${error.message}). Name another file, or make room.`,
      );
    }
    throw error;
  } finally {
    bar.end();
  }
  if (out !== undefined) console.log(`${(size - first).toLocaleString('en')} entries are in ${out}.`);
}

/** On a terminal that shows the entries themselves, a bar would run through them. */
const barStream = (out: string | undefined) =>
  out === undefined && process.stdout.isTTY ? { isTTY: false, write: () => true } : process.stderr;

/** Never closed by whoever writes to it: others print to it too. */
function standardOutput(): Writable {
  // Whoever reads may have enough: that is told to the write, and must not end the process besides.
  process.stdout.on('error', () => undefined);
  return new Writable({
    write(chunk, _encoding, done) {
      process.stdout.write(chunk, (error) => done(error));
    },
  });
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

async function* linesOf(
  pages: AsyncIterable<readonly ExportedEntry[]>,
  format: Format,
  progress: (done: number) => void,
): AsyncGenerator<string> {
  let done = 0;
  if (format === 'csv') yield `${CSV_COLUMNS.join(',')}\r\n`;
  for await (const page of pages) {
    yield page.map(format === 'csv' ? csvLine : jsonLine).join('');
    done += page.length;
    progress(done);
  }
}

/** The entry stands in it as it was logged: what is between `"entry":` and `,"hash":` has that hash. */
const jsonLine = ({ index, entry, hash }: ExportedEntry): string =>
  `{"entry":${entry},"hash":"${hash}","index":${index}}\n`;

const ENTRY_COLUMNS = [
  'time',
  'type',
  'channel',
  'challenge',
  'number',
  'outcome',
  'reason',
  'subject',
  'policy',
  'evidence',
  'build',
] as const;

const CSV_COLUMNS = ['index', ...ENTRY_COLUMNS, 'hash'] as const;

/** RFC 4180. */
function csvLine({ index, entry, hash }: ExportedEntry): string {
  // What the service wrote itself, checked where it was read.
  const members = JSON.parse(entry) as Readonly<Record<string, string | number | null>>;
  const values = [index, ...ENTRY_COLUMNS.map((name) => members[name] ?? ''), hash];
  return `${values.map(csvValue).join(',')}\r\n`;
}

function csvValue(value: string | number): string {
  // A spreadsheet would take such a text for a formula.
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
