import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/system/free-port.ts';

const COMMAND = fileURLToPath(new URL('../../bin/countersign.js', import.meta.url));

/** At least sixteen characters, as the settings ask of a key. */
export const KEY = 'csk_for-the-fault-tests';

/** `countersign serve` as an operator runs it: a process of its own, that can be killed and started again. */
export class ServedProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'countersign-served-'));
  readonly apiUrl: string;
  readonly webUrl: string;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | null = null;

  private constructor(apiPort: number, webPort: number, settings: Readonly<Record<string, string>>) {
    this.apiUrl = `http://127.0.0.1:${apiPort}`;
    this.webUrl = `http://localhost:${webPort}`;
    this.#environment = {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      API_PORT: String(apiPort),
      WEB_PORT: String(webPort),
      API_KEY: KEY,
      WHATSAPP_NUMBER: '5215512345678',
      LOG_LEVEL: 'error',
      ...settings,
    };
  }

  static async prepare(settings: Readonly<Record<string, string>>): Promise<ServedProcess> {
    return new ServedProcess(await freePort('127.0.0.1'), await freePort('127.0.0.1'), settings);
  }

  /** Resolves once it takes requests. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [COMMAND, 'serve'], {
      cwd: this.folder,
      env: this.#environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    let complaints = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    while (!(await this.#answers())) {
      if (child.exitCode !== null) throw new Error(`the service ended: ${complaints}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** As a power cut does. */
  async killNow(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async #answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.apiUrl}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}
