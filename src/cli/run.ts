import { CommanderError } from 'commander';
import { SecretRefused } from '../app/open-vault.ts';
import { StoreBroken, StoreUnavailable } from '../app/store-ports.ts';
import { StoreRefused } from '../store/store-refused.ts';
import { SecretKeyUnusable } from '../system/secret-key.ts';
import { CommandFailed } from './command-failed.ts';
import { LogRefused } from './log-refused.ts';
import { buildProgram } from './program.ts';

/** Runs one command line. What the operator can mend is one line each on standard error and status 1; a bug throws. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  try {
    const program = await buildProgram(argv[2]);
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode;
    } else if (isForTheOperator(error)) {
      for (const line of error.message.split('\n')) console.error(`countersign: ${line}`);
      process.exitCode = error instanceof CommandFailed ? error.status : 1;
    } else {
      throw error;
    }
  }
}

function isForTheOperator(error: unknown): error is Error {
  if (error instanceof CommandFailed || error instanceof StoreRefused || error instanceof LogRefused) {
    return true;
  }
  const isSecret = error instanceof SecretKeyUnusable || error instanceof SecretRefused;
  return isSecret || error instanceof StoreUnavailable || error instanceof StoreBroken;
}
