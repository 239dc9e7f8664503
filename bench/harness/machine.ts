import { execFileSync } from 'node:child_process';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/** Where and on what something was measured. */
export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
  readonly sqlite: string;
  readonly openssl: string;
  /** The commit, and whether there were changes beside it; null outside a checkout. */
  readonly commit: string | null;
  /** Processes that wanted to run over the last minute, before anything was measured. */
  readonly loadBefore: number;
};

export function thisMachine(): Machine {
  const cores = cpus();
  const [loadBefore = 0] = loadavg();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.versions.node,
    sqlite: process.versions['sqlite'] ?? 'unknown',
    openssl: process.versions.openssl,
    commit: commit(),
    loadBefore: Math.round(loadBefore * 100) / 100,
  };
}

function commit(): string | null {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
