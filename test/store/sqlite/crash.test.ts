import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { auditedContents } from './journeys.ts';
import { withPath } from './temporary-store.ts';

const WRITER = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));

const CYCLES = 20;

/** Lets a server work until it has acknowledged `steps` more, kills it, and returns every line that it wrote. */
async function killedAfter(path: string, first: number, steps: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [WRITER, path, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    output += chunk;
    if (output.split('\n').length > steps) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  assert.equal(signal, 'SIGKILL');
  // What stands after the last line end was cut short by the kill.
  return output.split('\n').slice(0, -1);
}

test(
  `over ${CYCLES} times kill -9 in the middle of commits nothing acknowledged is lost, and no verdict stands alone`,
  withPath(async (path) => {
    const created = new Set<string>();
    const decided = new Set<string>();
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      // From the very first step to some thousands, which fold the log into the database in between.
      const steps = 1 + ((cycle * 7919) % 40) ** 2;
      for (const line of await killedAfter(path, cycle * 10_000_000, steps)) {
        const [step, id] = line.split(' ');
        if (step === 'created' && id !== undefined) created.add(id);
        if (step === 'decided' && id !== undefined) decided.add(id);
      }
      const contents = auditedContents(path);
      assert(created.isSubsetOf(contents.challenges));
      assert(decided.isSubsetOf(contents.decided));
    }
    assert(decided.size > 1000, `${decided.size} verdicts`);
  }),
);
