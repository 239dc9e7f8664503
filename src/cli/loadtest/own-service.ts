import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startChatfuelStandIn } from '../../standins/chatfuel.ts';
import { CommandFailed } from '../command-failed.ts';
import { BOT, type OwnServiceReady, SERVICE_COMMAND } from './own-service-command.ts';
import { ToldVerdicts } from './told-verdicts.ts';

const PROGRAM = fileURLToPath(new URL('../../../bin/countersign.js', import.meta.url));
const LAST_MILLISECONDS = 15_000;

export type OwnService = OwnServiceReady & {
  readonly folder: string;
  readonly told: ToldVerdicts;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
};

/**
 * A service in a process and a folder of its own, for the time of a load test, and in this process a stand-in for the platform that it tells.
 * @throws CommandFailed where it does not start; nothing is left then.
 */
export async function startOwnService(): Promise<OwnService> {
  await using opened = new AsyncDisposableStack();
  const told = new ToldVerdicts();
  const platform = await startChatfuelStandIn({ ...BOT, requestsPerSecond: null });
  opened.defer(() => platform.close());
  platform.onSend(({ clientId, attributes }) => told.hear(clientId, attributes['user_validated'] ?? ''));
  const folder = mkdtempSync(join(tmpdir(), 'countersign-loadtest-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));

  const options = ['--folder', folder, '--platform', platform.url];
  // Its end of the pipe closes however this process ends, and that ends the service. In a group of its own, Ctrl+C
  // reaches it through this process alone.
  const child = spawn(process.execPath, [...process.execArgv, PROGRAM, SERVICE_COMMAND, ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = once(child, 'exit');
  opened.defer(async () => {
    const tooLate = setTimeout(() => child.kill('SIGKILL'), LAST_MILLISECONDS);
    child.stdin.end();
    await ended;
    clearTimeout(tooLate);
  });
  const lines = createInterface(child.stdout);
  const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
  if (typeof line !== 'string') throw new CommandFailed('The service for the load test did not start.');
  // Written by our own command.
  const ready = JSON.parse(line) as OwnServiceReady;
  const everything = opened.move();
  return { ...ready, folder, told, close: () => everything.disposeAsync() };
}
