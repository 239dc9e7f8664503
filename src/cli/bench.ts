import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { CommandFailed } from './command-failed.ts';

/** Belongs to the checkout and not to what is installed, since it needs the tools of development. */
const BENCH = join(import.meta.dirname, '..', '..', 'bench', 'main.ts');

/** `countersign bench`: the same as `npm run bench`, whichever Node the machine has. */
export function benchCommand(): Command {
  return new Command('bench')
    .description('measure everything, as ratios against an anchor of the same run (in a checkout)')
    .argument('[options...]', 'as of npm run bench: countersign bench -- --help shows them')
    .allowUnknownOption()
    .addHelpText('after', '\nExample: countersign bench --only create')
    .action(async (options: readonly string[]) => {
      if (!existsSync(BENCH)) {
        throw new CommandFailed(
          'The benchmarks are not part of what is installed. Run this in a checkout of the project, after npm ci.',
        );
      }
      const bench = spawn(process.execPath, [BENCH, ...options], { stdio: 'inherit' });
      const [status] = await once(bench, 'exit');
      process.exitCode = typeof status === 'number' ? status : 1;
    });
}
