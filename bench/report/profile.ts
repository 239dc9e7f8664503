import { readFileSync } from 'node:fs';

/** What `Profiler.stop` of the DevTools protocol answers, as far as it is used here. */
export type CpuProfile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** From the sample before, in microseconds. */
  readonly timeDeltas: readonly number[];
};

/** Where a function is at home. */
export type Frame = {
  readonly name: string;
  /** A room of `src/`, a package, `node:…`, or what the engine calls it in brackets. */
  readonly home: string;
};

/** A stack, outermost first, and the microseconds spent with it. */
export type Stack = { readonly frames: readonly Frame[]; readonly microseconds: number };

export const readProfile = (path: string): CpuProfile =>
  // Written by V8.
  JSON.parse(readFileSync(path, 'utf8')) as CpuProfile;

const IDLE = '(idle)';

/** Every stack that was seen at work; idle time is left out. */
export function stacksOf({ nodes, samples, timeDeltas }: CpuProfile): readonly Stack[] {
  const spent = new Map<number, number>();
  // A sample stands for the time until the next one.
  for (const [nth, id] of samples.entries()) {
    spent.set(id, (spent.get(id) ?? 0) + Math.max(0, timeDeltas[nth + 1] ?? 0));
  }
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return [...spent].flatMap(([id, microseconds]) => {
    const frames: Frame[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const node = byId.get(at);
      if (node !== undefined && node.callFrame.functionName !== '(root)')
        frames.unshift(frameOf(node.callFrame));
    }
    return frames.some(({ name }) => name === IDLE) ? [] : [{ frames, microseconds }];
  });
}

function frameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): Frame {
  const file = url.split('/').at(-1) ?? '';
  const place = file === '' ? '(anonymous)' : `${file}:${lineNumber + 1}`;
  return { name: functionName === '' ? place : functionName, home: homeOf(functionName, url) };
}

/** Of `src/`. */
export const ROOMS: ReadonlySet<string> = new Set([
  'kernel',
  'domain',
  'app',
  'store',
  'outbound',
  'system',
  'http',
  'pages',
  'config',
  'cli',
  'standins',
]);

const ROOM = /\/src\/([^/]+)\/(?:.*\/)?([^/]+)\.ts$/;
const PACKAGE = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/;

function homeOf(name: string, url: string): string {
  const [, room] = ROOM.exec(url) ?? [];
  if (room !== undefined) return room;
  const [, foreign] = PACKAGE.exec(url) ?? [];
  if (foreign !== undefined) return foreign;
  const [, builtin] = /^node:(?:internal\/)?([^/]+)/.exec(url) ?? [];
  if (builtin !== undefined) return `node:${builtin.replace(/^_/, '')}`;
  // Native code has no file: it belongs to whoever calls it.
  return /^\(.*\)$/.test(name) ? name : '';
}

/** Microseconds by home: each stack counts for the innermost frame that has a room, a package or a name of the engine's. */
export function byHome(stacks: readonly Stack[]): ReadonlyMap<string, number> {
  const homes = new Map<string, number>();
  for (const { frames, microseconds } of stacks) {
    const home = homeOfStack(frames);
    homes.set(home, (homes.get(home) ?? 0) + microseconds);
  }
  return homes;
}

function homeOfStack(frames: readonly Frame[]): string {
  const own = frames.findLast(({ home }) => home !== '' && !home.startsWith('node:'));
  return own?.home ?? frames.findLast(({ home }) => home !== '')?.home ?? '(native)';
}

/** Microseconds by function of this project, with everything that it called; recursion counts once. */
export function byFunction(stacks: readonly Stack[]): ReadonlyMap<string, number> {
  const functions = new Map<string, number>();
  for (const { frames, microseconds } of stacks) {
    const names = frames.filter(({ home }) => ROOMS.has(home)).map(({ home, name }) => `${home}: ${name}`);
    for (const name of new Set(names)) functions.set(name, (functions.get(name) ?? 0) + microseconds);
  }
  return functions;
}
