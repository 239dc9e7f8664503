import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Tools } from './tools.ts';

/** Commands that a process of a benchmark obeys, by name: each takes one value and answers one. */
export type Commands = Readonly<Record<string, (input: never) => unknown>>;

type Call = { readonly id: number; readonly name: string; readonly input: unknown };
type Reply = { readonly id: number; readonly output?: unknown; readonly error?: string };

/** The core on which what is measured runs, and the one for whatever measures it. */
export type Core = 'measured' | 'measuring';

const CORES: Readonly<Record<Core, string>> = { measured: '0', measuring: '1' };

/** The command line of `program`, on its core where that can be had. */
export function pinned(
  { taskset }: Pick<Tools, 'taskset'>,
  core: Core,
  program: readonly string[],
): readonly string[] {
  return taskset === null ? program : [taskset, '-c', CORES[core], ...program];
}

/** The first line of bin/countersign.js: how Node is started for the service. */
export const SERVICE_FLAGS: readonly string[] = [
  '--max-semi-space-size=8',
  '--heap-growing-percent=30',
  '--no-allocation-site-pretenuring',
];
/** And with which variables. */
export const SERVICE_ENVIRONMENT: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '1' };

/** Where Node keeps what it compiled, as bin/countersign.js has it do. */
export const COMPILED = fileURLToPath(
  new URL('../../node_modules/.cache/countersign-bench', import.meta.url),
);

/** A process of a benchmark that was started from a file of `bench/processes/`. */
export type Child<C extends Commands> = {
  readonly pid: number;
  call<Name extends keyof C & string>(
    name: Name,
    input: Parameters<C[Name]>[0],
  ): Promise<Awaited<ReturnType<C[Name]>>>;
  /** Ends it; kills what has not ended in time. */
  stop(): Promise<void>;
};

export type ChildOptions = {
  readonly file: URL;
  readonly core: Core;
  readonly tools: Pick<Tools, 'taskset'>;
  /** What the command line begins with, such as a tracer. */
  readonly under?: readonly string[];
};

/** Longer than the ten seconds in which a service finishes what it has. */
const LAST_MILLISECONDS = 20_000;

export function startChild<C extends Commands>({ file, core, tools, under = [] }: ChildOptions): Child<C> {
  const [command = '', ...rest] = pinned(tools, core, [
    ...under,
    process.execPath,
    ...SERVICE_FLAGS,
    fileURLToPath(file),
  ]);
  const child = spawn(command, rest, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, ...SERVICE_ENVIRONMENT, NODE_COMPILE_CACHE: COMPILED },
  });
  const calls = callsOf(child);
  return {
    pid: child.pid ?? 0,
    // The other side is typed by the same commands.
    call: (name, input) => calls.send(name, input) as never,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      const tooLate = setTimeout(() => child.kill('SIGKILL'), LAST_MILLISECONDS);
      if (child.connected) child.disconnect();
      await ended;
      clearTimeout(tooLate);
    },
  };
}

function callsOf(child: ChildProcess) {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let next = 0;
  child.on('message', (message) => {
    // Only obeyCommands sends here.
    const { id, output, error } = message as Reply;
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(output);
    else call?.reject(new Error(error));
  });
  child.on('exit', (code, signal) => {
    for (const call of waiting.values()) {
      call.reject(new Error(`a process of the benchmark ended (${signal ?? `status ${code}`})`));
    }
    waiting.clear();
  });
  return {
    send(name: string, input: unknown): Promise<unknown> {
      const id = ++next;
      const call = Promise.withResolvers<unknown>();
      waiting.set(id, call);
      const message: Call = { id, name, input };
      child.send(message, (error) => {
        if (error !== null && waiting.delete(id)) call.reject(error);
      });
      return call.promise;
    },
  };
}
