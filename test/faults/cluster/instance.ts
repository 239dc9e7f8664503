import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../bin/countersign.js', import.meta.url));

const READY_MILLISECONDS = 60_000;

export type InstanceOptions = {
  readonly name: string;
  readonly folder: string;
  readonly host: string;
  readonly apiPort: number;
  readonly webPort: number;
  /** Of the certificate that it serves, for `localhost`. */
  readonly ca: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Words in front of the command line, such as `ip netns exec name`. */
  readonly prefix: readonly string[];
};

/** One instance of the service as a process of its own, started as an operator does. */
export class Instance {
  readonly options: InstanceOptions;
  #process: ChildProcess | null = null;

  constructor(options: InstanceOptions) {
    this.options = options;
  }

  /** Resolves when it says that it is ready. */
  async start(): Promise<void> {
    const { name, folder, host, apiPort, webPort, environment, prefix } = this.options;
    const home = join(folder, name);
    mkdirSync(home, { recursive: true });
    const log = openSync(join(home, 'log'), 'a');
    const [command = process.execPath, ...words] = [...prefix, process.execPath, PROGRAM, 'serve'];
    const child = spawn(command, words, {
      cwd: home,
      stdio: ['ignore', log, log],
      env: {
        PATH: process.env['PATH'],
        HOST: host,
        API_PORT: String(apiPort),
        WEB_PORT: String(webPort),
        ...environment,
      },
    });
    closeSync(log);
    this.#process = child;
    const until = Date.now() + READY_MILLISECONDS;
    while (!(await this.#isReady())) {
      const ended = child.exitCode !== null || child.signalCode !== null;
      assert(
        !ended && Date.now() < until,
        `${name} does not start: ${readFileSync(join(home, 'log'), 'utf8')}`,
      );
      await pause(50);
    }
  }

  /** @returns the status or the signal with which it ended. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string | null> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return null;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode ?? child.signalCode;
  }

  /** Halts or goes on, as a machine that hangs. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#process?.kill(signal);
  }

  async #isReady(): Promise<boolean> {
    const { host, apiPort, ca } = this.options;
    const where = { host, port: apiPort, path: '/readyz', servername: 'localhost', ca, agent: false };
    try {
      const asked = get({ ...where, signal: AbortSignal.timeout(1000) });
      const [answer] = await once(asked, 'response');
      answer.resume();
      return answer.statusCode === 200;
    } catch {
      return false;
    }
  }
}
