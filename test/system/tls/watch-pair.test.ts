import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/system/clock.ts';
import type { KeyPair } from '../../../src/system/tls/checked-pair.ts';
import { readPair } from '../../../src/system/tls/pair-files.ts';
import { selfSigned } from '../../../src/system/tls/self-signed.ts';
import { type WatchTimes, watchPair } from '../../../src/system/tls/watch-pair.ts';
import { recordingLog } from '../../fakes/log.ts';

const newPair = () => selfSigned(['localhost'], systemClock.now());
const FAULT = 'the new certificate cannot be used: the one before is served on';

async function watched(context: TestContext, times: WatchTimes) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-tls-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const files = { certFile: join(folder, 'site.crt'), keyFile: join(folder, 'site.key') };
  const write = ({ cert, key }: KeyPair) => {
    writeFileSync(files.certFile, cert);
    writeFileSync(files.keyFile, key);
  };
  write(await newPair());
  const current = readPair(files, systemClock.now());
  assert.ok(current.ok);
  const log = recordingLog();
  const changes: KeyPair[] = [];
  let heard = Promise.withResolvers<void>();
  const watch = watchPair({
    files,
    current: current.value,
    changed: (pair) => {
      changes.push(pair);
      heard.resolve();
      heard = Promise.withResolvers();
    },
    clock: systemClock,
    log,
    times,
  });
  context.after(() => watch.stop());
  return { folder, files, write, log, changes, nextChange: () => heard.promise };
}

const BY_EVENT: WatchTimes = { settleMilliseconds: 20, pollMilliseconds: 3_600_000 };
const BY_POLL: WatchTimes = { settleMilliseconds: 3_600_000, pollMilliseconds: 20 };

test('a pair that is written anew is handed on, once', async (context) => {
  const { write, changes, nextChange } = await watched(context, BY_EVENT);
  const change = nextChange();
  const next = await newPair();
  write(next);
  await change;
  assert.deepEqual(
    changes.map(({ cert }) => cert),
    [next.cert],
  );
});

test('a pair is noticed where the file system tells of no change, and where a link is turned to it', async (context) => {
  const { folder, files, changes, nextChange } = await watched(context, BY_POLL);
  const next = await newPair();
  const change = nextChange();
  writeFileSync(join(folder, 'next.key'), next.key);
  writeFileSync(join(folder, 'next.crt'), next.cert);
  for (const [target, path] of [
    ['next.key', files.keyFile],
    ['next.crt', files.certFile],
  ] as const) {
    symlinkSync(target, `${path}.link`);
    renameSync(`${path}.link`, path);
  }
  await change;
  assert.equal(changes.at(-1)?.cert, next.cert);
});

test('a pair that does not fit is left alone, and told of once; when it is mended it is taken', async (context) => {
  const { files, log, changes, nextChange } = await watched(context, BY_POLL);
  const next = await newPair();
  writeFileSync(files.certFile, next.cert);
  const { fields } = await log.until(FAULT);
  assert.match(
    String(fields['fault']),
    /site\.crt with .*site\.key: the key does not belong to the certificate/,
  );
  assert.equal(changes.length, 0);

  const change = nextChange();
  writeFileSync(files.keyFile, next.key);
  await change;
  assert.equal(changes[0]?.cert, next.cert);
  assert.equal(log.lines.filter(({ message }) => message === FAULT).length, 1);
});

test('a file that is gone is told of', async (context) => {
  const { files, log, changes } = await watched(context, BY_POLL);
  rmSync(files.keyFile);
  const { fields } = await log.until(FAULT);
  assert.match(String(fields['fault']), /site\.key cannot be read \(ENOENT\)/);
  assert.deepEqual(changes, []);
});
