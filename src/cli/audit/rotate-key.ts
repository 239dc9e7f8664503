import { Command } from 'commander';
import { addSigningKey } from '../../app/add-signing-key.ts';
import { publishedKeys } from '../../app/published-keys.ts';
import { CommandFailed } from '../command-failed.ts';
import { signedNow } from './checkpoint.ts';
import { type LogBeside, withLogBeside } from './log-beside.ts';

/** `countersign audit rotate-key`: works beside a running service, which signs with the new key from its next checkpoint on. */
export const rotateKeyCommand = (): Command =>
  new Command('rotate-key')
    .description('make a new key for signing the log; what the old one signed stays good')
    .addHelpText(
      'after',
      `
The next checkpoint is signed by both, and the log names the new key, so that whoever believes the old one can believe the
new one. Then the old key's private half is forgotten. Both stand in /.well-known/countersign-keys.json.

Example: countersign audit rotate-key`,
    )
    .action(() => withLogBeside(rotate));

async function rotate(log: LogBeside): Promise<void> {
  const { service } = log;
  const before = await service.store.checkpoints.signingKeys();
  if (before.length === 0) throw new CommandFailed('The log is not begun yet: start the service once.');
  // What is not signed yet is signed by the old key alone.
  await signedNow(log);
  if ((await addSigningKey(service, before.length)) === null) {
    throw new CommandFailed('Another key was made at the same time: nothing was done.');
  }
  const { type } = await signedNow(log);
  const keys = await publishedKeys(service);
  console.log(
    type === 'current'
      ? 'The log has a new key, and a checkpoint signed by it and the one before.'
      : 'The log has a new key. The next checkpoint is signed by it and the one before, as soon as the service runs.',
  );
  console.log('Publish it wherever you publish the old one, and tell whoever keeps a copy:');
  console.log(keys?.keys.at(-1)?.key ?? '');
}
