import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { AutocannonCommands } from '../processes/requests.ts';
import { pinned, startChild } from './child.ts';
import type { Load, Measured } from './load.ts';
import type { Tools } from './tools.ts';

const SCRIPTS = new URL('../load/', import.meta.url);

/** One request after another on each of some kept connections, for so long. The client has the other core to itself. */
export async function loadWithRequests(load: Load, tools: Tools): Promise<Measured> {
  return tools.wrk === null ? await withAutocannon(load, tools) : await withWrk(load, tools, tools.wrk);
}

async function withWrk(load: Load, tools: Tools, wrk: string): Promise<Measured> {
  const script = fileURLToPath(new URL(`${load.kind}.lua`, SCRIPTS));
  // Whole seconds are all that wrk knows.
  const options = [
    '-t1',
    `-c${load.connections}`,
    `-d${Math.ceil(load.seconds)}s`,
    '--timeout',
    '10s',
    '-s',
    script,
  ];
  const [command = wrk, ...rest] = pinned(tools, 'measuring', [wrk, ...options, `${load.origin}/`]);
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      BENCH_SUMMARY: fileURLToPath(new URL('summary.lua', SCRIPTS)),
      BENCH_RUN: load.run,
      BENCH_KEY: load.apiKey,
    },
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return readSummary(output);
}

/** What summary.lua prints. @throws Error where wrk printed no such line: it could not connect. */
export function readSummary(output: string): Measured {
  const line = output.split('\n').findLast((each) => each.startsWith('{'));
  if (line === undefined) throw new Error(`wrk measured nothing: ${output.trim()}`);
  // Written by our own script.
  const summary = JSON.parse(line) as Readonly<Record<string, number>>;
  const of = (name: string): number => summary[name] ?? Number.NaN;
  return {
    perSecond: of('requests') / of('seconds'),
    p50: of('p50'),
    p95: of('p95'),
    p99: of('p99'),
    errors: of('refused') + of('broken'),
  };
}

async function withAutocannon(load: Load, tools: Tools): Promise<Measured> {
  const file = new URL('../processes/requests.ts', import.meta.url);
  const child = startChild<AutocannonCommands>({ file, core: 'measuring', tools });
  try {
    return await child.call('load', load);
  } finally {
    await child.stop();
  }
}
