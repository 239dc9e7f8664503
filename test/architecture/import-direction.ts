import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Fault, Import, SourceFile } from './source-file.ts';

/** What the files of one room may import besides their own room. */
type Room = {
  readonly values: readonly string[];
  /** Rooms of which only types may be seen. */
  readonly types?: readonly string[];
  readonly packages: boolean;
  readonly nodeModules: boolean | ((name: string) => boolean);
};

const EVERY_ROOM = [
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
] as const;

// The app reaches what is outside the process, and waits, through its ports only.
const REACHES_OUTSIDE =
  /^(?:child_process|cluster|dgram|dns|fs|http|http2|https|inspector|net|os|readline|repl|sqlite|timers|tls|tty|worker_threads)(?:\/|$)/u;

const ADAPTER: Room = { values: ['kernel', 'domain', 'app'], packages: true, nodeModules: true };

const ROOMS: Readonly<Record<(typeof EVERY_ROOM)[number], Room>> = {
  kernel: { values: [], packages: false, nodeModules: true },
  domain: { values: ['kernel'], packages: false, nodeModules: false },
  app: {
    values: ['kernel', 'domain'],
    packages: false,
    nodeModules: (name) => !REACHES_OUTSIDE.test(name),
  },
  store: ADAPTER,
  outbound: ADAPTER,
  system: ADAPTER,
  http: { ...ADAPTER, values: [...ADAPTER.values, 'pages'] },
  pages: { values: ['kernel'], types: ['domain', 'app'], packages: true, nodeModules: true },
  config: { values: ['kernel'], types: ['domain', 'app'], packages: true, nodeModules: true },
  standins: { values: ['kernel'], packages: true, nodeModules: true },
  cli: { values: EVERY_ROOM, packages: true, nodeModules: true },
};

const MAIN: Room = ROOMS.cli;

// Within the store, each database is an adapter of its own.
const SEPARATE_WITHIN_A_ROOM = ['src/store/sqlite/', 'src/store/postgres/'];

/** Every import of `files` (paths under `src/`) that goes the wrong way, and every file in no known room. */
export function importDirectionFaults(files: readonly SourceFile[]): readonly Fault[] {
  return files.flatMap((file) => {
    const room = roomOf(file.path);
    if (room === null) {
      return [{ path: file.path, line: 1, message: `is in none of the rooms ${EVERY_ROOM.join(', ')}` }];
    }
    return file.imports.flatMap((found) => {
      const problem = problemWith(file.path, room, found);
      return problem === null ? [] : [{ path: file.path, line: found.line, message: problem }];
    });
  });
}

type KnownRoom = { readonly name: string; readonly rules: Room };

function roomOf(path: string): KnownRoom | null {
  if (path === 'src/main.ts') return { name: 'main', rules: MAIN };
  const name = EVERY_ROOM.find((room) => path.startsWith(`src/${room}/`));
  return name === undefined ? null : { name, rules: ROOMS[name] };
}

function problemWith(path: string, room: KnownRoom, { specifier, typeOnly }: Import): string | null {
  if (specifier === null) return 'imports a computed name, whose room nobody can tell';
  if (/^(?:\/|(?!node:)[a-z]+:)/u.test(specifier))
    return `imports ${specifier}, which is a place and not a module`;
  if (!/^\.{1,2}\//u.test(specifier)) return problemWithForeign(room, specifier);

  const target = posix.join(posix.dirname(path), specifier);
  if (target === 'package.json') return null;
  const targetRoom = roomOf(target);
  if (targetRoom === null) return `imports ${specifier}, which is in no room`;
  if (targetRoom.name === room.name) return problemWithinRoom(path, specifier, target);
  if (room.rules.values.includes(targetRoom.name)) return null;
  if (room.rules.types?.includes(targetRoom.name)) {
    return typeOnly
      ? null
      : `imports values of ${targetRoom.name} (${specifier}): ${room.name} may see its types only`;
  }
  return `imports ${specifier}: ${room.name} may not know ${targetRoom.name}`;
}

function problemWithForeign({ name, rules }: KnownRoom, specifier: string): string | null {
  if (!isBuiltin(specifier))
    return rules.packages ? null : `imports the package ${specifier}: ${name} takes none`;
  const builtin = specifier.replace(/^node:/u, '');
  const allowed = typeof rules.nodeModules === 'function' ? rules.nodeModules(builtin) : rules.nodeModules;
  return allowed ? null : `imports ${specifier}: ${name} may not use this module of Node's`;
}

function problemWithinRoom(path: string, specifier: string, target: string): string | null {
  const from = SEPARATE_WITHIN_A_ROOM.find((directory) => path.startsWith(directory));
  const to = SEPARATE_WITHIN_A_ROOM.find((directory) => target.startsWith(directory));
  if (from === undefined || to === undefined || from === to) return null;
  return `imports ${specifier}: ${from} and ${to} may not know each other`;
}
