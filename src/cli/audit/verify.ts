import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type VerifiedLog, verifyLog } from '../../app/verify-log.ts';
import { toBase64 } from '../../kernel/bytes.ts';
import { toRfc3339 } from '../../kernel/instant.ts';
import { CommandFailed } from '../command-failed.ts';
import { progressLine } from '../loadtest/progress-line.ts';
import { damageWords } from './damage-words.ts';
import { type LogBeside, withLogBeside } from './log-beside.ts';
import { stampHolds } from './stamp-holds.ts';

/** `countersign audit verify`: reads everything, writes nothing. */
export const verifyCommand = (): Command =>
  new Command('verify')
    .description('check the whole log: nothing missing, altered, moved or added, and every verdict in it')
    .option(
      '--from-checkpoint <file>',
      'begin behind a checkpoint that you believe, as "audit checkpoint" printed it',
    )
    .addHelpText(
      'after',
      `
May run beside the service. Exit status: 0 the log holds, 1 it does not.

Example: countersign audit verify --from-checkpoint last-month.checkpoint`,
    )
    .action(({ fromCheckpoint: file }: { readonly fromCheckpoint?: string }) =>
      withLogBeside((log) => verify(log, file)),
    );

async function verify({ service, path, outside, isElsewhere }: LogBeside, file: string | undefined) {
  const bar = progressLine(process.stderr, Math.max(1, await service.store.audit.size()));
  const result = await verifyLog(service, {
    outside: isElsewhere ? null : outside,
    from: file === undefined ? null : noteIn(file),
    stampHolds,
    progress: (phase, done) => {
      if (phase === 'entries') bar.update(done, 0);
    },
  });
  bar.end();
  if (!result.ok) throw new CommandFailed(damageWords(result.error, { outside: path, start: file ?? '' }));
  for (const line of inWords(result.value)) console.log(line);
  console.log(
    isElsewhere
      ? `No checkpoint of the log is kept in ${path} on this machine: whether the end of the log was cut off can be told where the service runs.`
      : `The checkpoint outside the database, ${path}, goes with it.`,
  );
}

/** The signed note in a file, whatever stands behind it. */
function noteIn(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CommandFailed(`${file} cannot be read. Check the path, and who may read the file.`);
  }
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => line.startsWith('— '));
  return `${lines.slice(0, last + 1).join('\n')}\n`;
}

function inWords(log: VerifiedLog): readonly string[] {
  const { origin, from, size, times, signed, checkpoints, verdicts, kept, erased, restored, keyIds } = log;
  const looked = size - from;
  const period = times === null ? '' : `, from ${toRfc3339(times[0])} to ${toRfc3339(times[1])}`;
  return [
    `The log ${origin ?? 'without a name'} holds: ${many(looked, 'entry', 'entries')}${period}.`,
    ...(from === 0
      ? []
      : [`The first ${many(from, 'entry', 'entries')} were taken from the checkpoint as they are there.`]),
    `${many(checkpoints, 'checkpoint was', 'checkpoints were')} signed over exactly these entries, ${newest(signed, size)}.`,
    `${many(verdicts, 'verdict is', 'verdicts are')} stored, each with its one entry.`,
    `Of ${many(kept, 'entry', 'entries')} what they commit to is there unchanged; of ${count(erased)} it was erased, as an entry says.`,
    ...restored.map(
      (index) =>
        `At entry ${index} an operator accepted a log that had lost entries: what was in it before is not known.`,
    ),
    `Root: ${toBase64(log.root)}. Signing keys: ${keyIds.join(', ')}.`,
  ];
}

const newest = (signed: number | null, size: number): string => {
  if (signed === null) return 'none of them yet: a running service signs within a second';
  return signed === size
    ? 'the newest over all of them'
    : `the newest over ${count(signed)}; the ${count(size - signed)} since are not signed yet`;
};

const count = (number: number): string => number.toLocaleString('en');
const many = (number: number, one: string, more: string): string =>
  `${count(number)} ${number === 1 ? one : more}`;
