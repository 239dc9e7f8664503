import type { TestContext } from 'node:test';
import { begun, type Ended } from './command-line.ts';

export type RunningWitness = {
  /** As it prints it. */
  readonly key: string;
  readonly url: string;
  readonly log: () => string;
  kill(signal: NodeJS.Signals): Promise<Ended>;
  /** Posts the body of a request, and answers its status and body; null where the connection broke. */
  ask(body: string): Promise<{ readonly status: number; readonly body: string } | null>;
};

/** Runs `countersign witness` until the test ends. Resolves when it listens, rejects with its complaint. */
export async function witnessing(
  context: TestContext,
  directory: string,
  ...args: readonly string[]
): Promise<RunningWitness> {
  const { child, ended } = begun(directory, {}, ['witness', '--port', '0', '--key', 'witness.key', ...args]);
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
      if (/Listens on \S+\./.test(printed)) resolve();
    });
  });
  await Promise.race([listens, ended.then(({ complaint }) => Promise.reject(new Error(complaint)))]);
  const [, key = ''] = /^Witness (\S+)$/m.exec(printed) ?? [];
  const [, url = ''] = /Listens on (\S+)\. /.exec(printed) ?? [];
  return {
    key,
    url,
    log: () => logged,
    kill(signal) {
      child.kill(signal);
      return ended;
    },
    async ask(body) {
      try {
        const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
        return { status: answer.status, body: await answer.text() };
      } catch {
        return null;
      }
    },
  };
}
