import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Command } from 'commander';
import { type CurrentCheckpoint, currentCheckpoint } from '../../app/current-checkpoint.ts';
import { publishedKeys } from '../../app/published-keys.ts';
import { CommandFailed } from '../command-failed.ts';
import { type LogBeside, withLogBeside } from './log-beside.ts';

const BETWEEN_TRIES_MILLISECONDS = 300;

/** `countersign audit checkpoint`: the log's signed state, for whoever is to hold the business to it. */
export const checkpointCommand = (): Command =>
  new Command('checkpoint')
    .description(
      'print the newest checkpoint of the log as a signed note, and the public keys it is checked with',
    )
    .option('--out <file>', 'write the note alone, to the letter, into a file')
    .addHelpText(
      'after',
      `
What a running service has not signed within two seconds is signed here.

Example: countersign audit checkpoint > november.checkpoint`,
    )
    .action(({ out }: { readonly out?: string }) => withLogBeside((log) => print(log, out)));

async function print(log: LogBeside, out: string | undefined): Promise<void> {
  const { service } = log;
  const current = await signedNow(log);
  const keys = await publishedKeys(service);
  if (current.checkpoint === null || keys === null) {
    throw new CommandFailed('The log is not begun yet: start the service once.');
  }
  if (out !== undefined) writeFileSync(out, current.checkpoint.note, { mode: 0o644 });
  else process.stdout.write(current.checkpoint.note);
  if (current.type === 'older') {
    console.error(
      `It is over ${current.checkpoint.size} of ${current.size} entries: start the service to have the rest signed.`,
    );
  }
  console.log('\nPublic keys, as C2SP notes and as OpenSSL read them:');
  for (const { key, pem, isCurrent } of keys.keys) {
    console.log(`\n${key}${isCurrent ? '' : '\n(replaced; good for what it signed)'}\n${pem.trimEnd()}`);
  }
}

/** The newest checkpoint, over all there is if that can be. @throws CommandFailed */
export async function signedNow({
  service,
  outside,
  isElsewhere,
}: LogBeside): Promise<Exclude<CurrentCheckpoint, { type: 'refused' }>> {
  const current = await currentCheckpoint(service, isElsewhere ? null : outside, () =>
    pause(BETWEEN_TRIES_MILLISECONDS),
  );
  if (current.type !== 'refused') return current;
  throw new CommandFailed(
    'The log does not continue what was signed last, and is not signed: "countersign audit verify" says where.',
  );
}
