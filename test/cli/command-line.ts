import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';

const START = join(dirname(dirname(import.meta.dirname)), 'bin', 'countersign.js');

export type Ended = {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly complaint: string;
};

export type Settings = Readonly<Record<string, string>>;

/** An empty working directory, removed with the test. */
export function workingDirectory(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
  context.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Runs `countersign` in `directory` with these settings and no others, to its end. */
export async function countersign(
  directory: string,
  settings: Settings,
  ...args: readonly string[]
): Promise<Ended> {
  return await begun(directory, settings, args).ended;
}

export type RunningProcess = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly apiUrl: string;
  readonly webUrl: string;
  /** What it printed at its start. */
  readonly greeting: string;
  /** What it logged so far. */
  log(): string;
  stop(): Promise<Ended>;
};

/** Free ports, no account, and a way back: what a start needs at least. */
export const LEAST_SETTINGS: Settings = {
  API_PORT: '0',
  WEB_PORT: '0',
  WHATSAPP_NUMBER: '5215512345678',
  API_KEY: 'key-for-the-tests-of-commands',
};

/** Runs `countersign serve` until the test ends. Resolves when it listens. */
export async function serving(
  context: TestContext,
  directory: string,
  settings: Settings,
): Promise<RunningProcess> {
  const { child, ended } = begun(directory, { ...LEAST_SETTINGS, ...settings }, ['serve']);
  context.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let printed = '';
  let logged = '';
  child.stderr?.on('data', (chunk) => {
    logged += String(chunk);
  });
  const listens = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk) => {
      printed += String(chunk);
      if (/links begin with \S+\n/.test(printed)) resolve();
    });
  });
  await Promise.race([listens, ended.then(({ complaint }) => Promise.reject(new Error(complaint)))]);
  const [, apiUrl = '', webUrl = ''] = /Bots ask (\S+) .* links begin with (\S+)\/\n/.exec(printed) ?? [];
  return {
    child,
    ended,
    apiUrl,
    webUrl,
    greeting: printed,
    log: () => logged,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Starts `countersign` in `directory` with these settings and no others. */
export function begun(directory: string, settings: Settings, args: readonly string[]) {
  const child = spawn(process.execPath, [START, ...args], {
    cwd: directory,
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended: Promise<Ended> = Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]).then(([output, complaint]) => ({ status: child.exitCode, signal: child.signalCode, output, complaint }));
  return { child, ended };
}
