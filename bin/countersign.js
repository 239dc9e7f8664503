#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --max-semi-space-size=8 --heap-growing-percent=30 --no-allocation-site-pretenuring
// Plain JavaScript that old releases of Node can read too: it is what finds out that Node is too old.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { constants, homedir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [26, 10];
// Set for the second start, so that a wrong Node cannot start itself for ever.
const RESTARTED = 'COUNTERSIGN_RESTARTED';

// As in the first line. Node else lets garbage grow to several times of what is in use, and may keep whole requests
// alive that are over (docs/adr/0032-speed.md).
const HEAP = ['--max-semi-space-size=8', '--heap-growing-percent=30', '--no-allocation-site-pretenuring'];
const MALLOC = { MALLOC_ARENA_MAX: '1' };

const FLUSH_AFTER_MILLISECONDS = 10_000;

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} version such as `26.10.0` */
function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** The Node that came with the optional dependencies, wherever npm has put it; `undefined` without one. */
function ownNode() {
  const platform = `${process.platform}-${process.arch}`;
  const packages = [`node-${platform.replace('win32', 'win')}`, `node-bin-${platform}`];
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const require = nodeModule.createRequire(import.meta.url);
  for (const name of packages) {
    const found = (require.resolve.paths(name) || [])
      .map((directory) => join(directory, name, binary))
      .find((path) => existsSync(path));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param {string} reason */
function giveUp(reason) {
  process.stderr.write(`countersign: ${reason}\n`);
  process.exit(1);
}

/** @param {string} node path of a Node that is recent enough */
function restartWith(node) {
  const child = spawn(node, [...HEAP, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...MALLOC, [RESTARTED]: '1' },
  });

  // A terminal sends its Ctrl-C to the whole process group, so there the child has had it already,
  // and a second one would be read as impatience.
  const forwarded = ['SIGTERM', 'SIGHUP', 'SIGUSR2', 'SIGINT'];
  for (const signal of forwarded) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }

  child.on('error', (error) => giveUp(`cannot start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    // Ends as the child ended, so that whoever started this sees the same.
    for (const name of forwarded) process.removeAllListeners(name);
    process.kill(process.pid, signal);
    // Where the signal does not end this process, the shell's convention tells the same.
    setTimeout(() => process.exit(128 + constants.signals[signal]), 100);
  });
}

/** Node leaves types alone in what is installed under node_modules, and this package may be. */
function stripOwnTypes() {
  const own = new URL('../src/', import.meta.url).href;
  // The first call warns that the function is experimental, which is nothing to tell an operator.
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  nodeModule.stripTypeScriptTypes('');
  process.emitWarning = emitWarning;
  nodeModule.registerHooks({
    load(url, context, nextLoad) {
      if (!url.startsWith(own) || !url.endsWith('.ts')) return nextLoad(url, context);
      const source = nodeModule.stripTypeScriptTypes(readFileSync(new URL(url), 'utf8'));
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

/**
 * What is compiled once is kept for the next start, which then takes half the time. In a directory that is ours alone:
 * whoever writes there decides what runs.
 */
function keepCompiled() {
  const caches = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  // CACHE_DIRECTORY is systemd's.
  const directory = join(process.env.CACHE_DIRECTORY || join(caches, 'countersign'), 'compiled');
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(directory);
    if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0)) return;
  } catch {
    // Nowhere to keep it: every start is like the first.
    return;
  }
  nodeModule.enableCompileCache(directory);
  // A service may run for a year, and end without a moment to write.
  setTimeout(() => nodeModule.flushCompileCache(), FLUSH_AFTER_MILLISECONDS).unref();
}

if (isRecentEnough(process.versions.node)) {
  keepCompiled();
  if (root.split(sep).includes('node_modules')) stripOwnTypes();
  delete process.env[RESTARTED];
  await import('../src/main.ts');
} else {
  const node = process.env[RESTARTED] === undefined ? ownNode() : undefined;
  if (node === undefined) {
    giveUp(
      `needs Node ${OLDEST_NODE.join('.')} or newer and was started with ${process.versions.node}; ` +
        `install a newer Node, or run "npm ci" in ${root}, which brings one along`,
    );
  } else {
    restartWith(node);
  }
}
