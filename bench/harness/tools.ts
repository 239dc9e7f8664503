import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';

/** Programs of the system that make the figures better, where they are there. */
export type Tools = {
  /** Makes load with a third of the work that a client in Node takes. */
  readonly wrk: string | null;
  /** Keeps a process on one core. */
  readonly taskset: string | null;
  /** Counts the syncs. */
  readonly strace: string | null;
};

const PACKAGES = { wrk: 'wrk', taskset: 'util-linux', strace: 'strace' } as const;

export function toolsOnThisMachine(): Tools {
  // On a machine with one core there is nothing to keep apart.
  const taskset = availableParallelism() > 1 ? found('taskset') : null;
  return { wrk: found('wrk'), taskset, strace: found('strace') };
}

/** Root on a system with apt gets what is missing installed; anybody else goes on without. */
export function installTools(): void {
  const missing = Object.entries(PACKAGES).filter(([tool]) => found(tool) === null);
  if (missing.length === 0 || process.getuid?.() !== 0 || found('apt-get') === null) return;
  const apt = (...options: readonly string[]) =>
    spawnSync('apt-get', ['-qq', '-y', '-o', 'Dpkg::Use-Pty=0', ...options], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update');
  apt('install', '--no-install-recommends', ...missing.map(([, debianPackage]) => debianPackage));
}

function found(program: string): string | null {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  return directories.map((directory) => join(directory, program)).find((path) => existsSync(path)) ?? null;
}
