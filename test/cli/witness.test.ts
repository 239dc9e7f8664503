import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withCosignature } from '../../src/domain/audit/cosignature.ts';
import { formatVerifierKey, parseVerifierKey } from '../../src/domain/audit/note-key.ts';
import { LOG, watchedLog } from '../domain/audit/witnessed-log.ts';
import { countersign, workingDirectory } from './command-line.ts';
import { type RunningWitness, witnessing } from './witness-process.ts';

const WATCHED = ['--log', formatVerifierKey(LOG.verifier)];
const NEW = [...WATCHED, '--name', 'witness.example.org/anna'];

test('a witness makes its key once, prints it, and cosigns what continues', async (context) => {
  const directory = workingDirectory(context);
  const log = watchedLog('a');
  const first = await witnessing(context, directory, ...NEW);
  const key = parseVerifierKey(first.key);
  assert.ok(key?.type === 'cosignature' && key.name === 'witness.example.org/anna');
  assert.equal(statSync(join(directory, 'witness.key')).mode & 0o777, 0o600);
  assert.match(await (await fetch(first.url)).text(), /^Witness witness\.example\.org\/anna\+.*\nwatches /);
  const answer = await first.ask(log.request(0, 9));
  assert.equal(answer?.status, 200);
  assert.ok(withCosignature(log.note(9), answer.body, key).ok);
  assert.deepEqual((await first.kill('SIGTERM')).status, 0);

  const second = await witnessing(context, directory, ...WATCHED);
  assert.equal(second.key, first.key);
  assert.deepEqual(await second.ask(log.request(0, 12)), { status: 409, body: '9\n' });
  assert.equal((await second.ask(watchedLog('b').request(9, 12)))?.status, 422);
  assert.deepEqual(await second.ask(watchedLog('b').request(9, 9)), { status: 409, body: '9\n' });
  assert.equal((await second.ask(log.request(9, 12)))?.status, 200);
  await second.kill('SIGTERM');
  assert.match(second.log(), /two histories of one size/);
  assert.match(second.log(), /does not continue what was cosigned last/);
});

test('killed at any moment under requests for two histories, it only ever cosigned one, and forgot nothing', async (context) => {
  const directory = workingDirectory(context);
  const histories = [watchedLog('a', 400), watchedLog('b', 400)];
  const grow = (witness: RunningWitness, nth: number, from: number) =>
    witness.ask(histories[nth]?.request(from, from + 1) ?? '');
  const cosigned = new Set<number>();
  let acknowledged = 0;
  for (let life = 0; life < 5; life++) {
    const witness = await witnessing(context, directory, ...(life === 0 ? NEW : WATCHED));
    const known = Number((await grow(witness, 0, 399))?.body);
    assert.ok(known >= acknowledged, `${known} is remembered, ${acknowledged} was acknowledged`);
    const push = async (nth: number) => {
      let from = known;
      for (
        let answer = await grow(witness, nth, from);
        answer !== null;
        answer = await grow(witness, nth, from)
      ) {
        if (answer.status === 200) {
          cosigned.add(nth);
          acknowledged = Math.max(acknowledged, from + 1);
        } else if (answer.status !== 409) return;
        from = answer.status === 409 ? Number(answer.body) : from + 1;
      }
    };
    const pushing = [push(0), push(1), push(0), push(1)];
    await new Promise((resolve) => setTimeout(resolve, 30 + life * 40));
    assert.equal((await witness.kill('SIGKILL')).signal, 'SIGKILL');
    await Promise.all(pushing);
  }
  assert.equal(cosigned.size, 1);
  assert.ok(acknowledged > 5);
});

test('two witnesses never run with one memory, and one that lost its memory does not begin anew', async (context) => {
  const directory = workingDirectory(context);
  const running = await witnessing(context, directory, ...NEW);
  await running.ask(watchedLog('a').request(0, 3));
  const again = await countersign(
    directory,
    {},
    'witness',
    '--port',
    '0',
    '--key',
    'witness.key',
    ...WATCHED,
  );
  assert.equal(again.status, 1);
  assert.match(
    again.complaint,
    /^countersign: Another process already runs as this witness .*stop that one first/,
  );
  await running.kill('SIGTERM');
  const state = join(directory, 'witness.key.state');
  const whole = readFileSync(state, 'utf8');
  for (const damage of [() => rmSync(state), () => writeFileSync(state, whole.slice(0, 40))]) {
    damage();
    await assert.rejects(
      witnessing(context, directory, ...WATCHED),
      /lost or damaged.*another --key and --name/,
    );
  }
  writeFileSync(state, whole);
  rmSync(join(directory, 'witness.key'));
  await assert.rejects(witnessing(context, directory, ...NEW), /put it back/);
});

test('what a witness cannot begin with is told in a line', async (context) => {
  const directory = workingDirectory(context);
  const complaint = async (...args: readonly string[]) =>
    (await countersign(directory, {}, 'witness', '--port', '0', ...args)).complaint;
  assert.match(await complaint('--key', 'w.key'), /at least one log/);
  assert.match(await complaint('--key', 'w.key', ...WATCHED), /name the witness with --name/);
  assert.match(
    await complaint('--key', 'w.key', ...NEW, '--tls-cert', 'c.pem'),
    /both --tls-cert and --tls-key/,
  );
  writeFileSync(join(directory, 'w.key'), 'nonsense\n');
  writeFileSync(join(directory, 'w.key.state'), '{"version":1,"logs":[]}');
  assert.match(await complaint('--key', 'w.key', ...WATCHED), /begins with PRIVATE\+KEY\+/);
});
