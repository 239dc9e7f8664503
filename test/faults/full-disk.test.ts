import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startChatfuelStandIn } from '../../src/standins/chatfuel.ts';
import { eventually, rightOption, send, shownBy } from '../flaws/running-service.ts';
import { askFor, createChallenge, livesThrough, madeOf } from './journey.ts';
import { OutsideOfChatfuel } from './outside.ts';
import { KEY, ServedProcess } from './served-process.ts';
import { untilAllTold, verifyDatabase } from './verify-served.ts';

// Both come with util-linux.
const MOUNT = '/usr/bin/mount';
const UNMOUNT = '/usr/bin/umount';
const BOT = { botId: 'bot-1', token: 'token-1' };
const MOST_REQUESTS = 3000;

/** A file system of three megabytes; null where this user may not mount one. */
function smallDisk(context: TestContext): string | null {
  const path = mkdtempSync(join(tmpdir(), 'countersign-full-'));
  const mounted = spawnSync(MOUNT, ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', path]);
  context.after(() => {
    if (mounted.status === 0) spawnSync(UNMOUNT, ['--lazy', path]);
    rmSync(path, { recursive: true, force: true });
  });
  return mounted.status === 0 ? path : null;
}

/** Takes what is left of the disk. */
function fill(ballast: string): void {
  const file = openSync(ballast, 'a');
  try {
    for (let size = 64 * 1024; size >= 1024; ) {
      try {
        if (writeSync(file, new Uint8Array(size)) < size) size /= 2;
      } catch {
        size /= 2;
      }
    }
  } finally {
    closeSync(file);
  }
}

test('while the disk is full everybody is told so, and once there is room the same process goes on and has lost nothing', async (context) => {
  const disk = smallDisk(context);
  if (disk === null) {
    context.skip('only root may mount a file system of its own, and only where the machine lets it');
    return;
  }
  const database = join(disk, 'countersign.db');
  const chatfuel = await startChatfuelStandIn({ ...BOT, requestsPerSecond: null });
  const outside = new OutsideOfChatfuel(chatfuel);
  const service = await ServedProcess.prepare({
    CHATFUEL_TOKEN: BOT.token,
    CHATFUEL_BOT_ID: BOT.botId,
    CHATFUEL_API_URL: chatfuel.url,
    CHALLENGE_TTL_SECONDS: '600',
    DATABASE_URL: `sqlite:${database}`,
  });
  context.after(async () => {
    await service.stop();
    await chatfuel.close();
    service.remove();
  });
  await service.start();
  const address = { apiUrl: service.apiUrl, key: KEY };
  for (const way of ['right', 'wrong', 'deny'] as const) await livesThrough(address, outside, way, way);
  const open = await createChallenge(address, 'open');
  outside.created(open.id);
  const answer = { q1: rightOption(await shownBy(open.url)).value };

  const ballast = join(disk, 'ballast');
  fill(ballast);
  await untilRefused(address, outside);
  // What is too little for a challenge may hold a few of the small writes that this makes.
  await eventually(async () => ((await fetch(`${service.apiUrl}/readyz`)).status === 503 ? true : null));
  const told = await send(open.url, answer);
  assert.equal(told.status, 503);
  assert.match(await told.text(), /could not be recorded/);
  assert.equal((await fetch(open.url)).status, 200, 'what is there can still be read');

  rmSync(ballast);
  await eventually(async () => ((await fetch(`${service.apiUrl}/readyz`)).ok ? true : null));
  assert.equal((await send(open.url, answer)).status, 303, 'the link was still good');
  outside.decided(open.id, 'passed');
  await livesThrough(address, outside, 'afterwards', 'right');
  await untilAllTold(service);
  await service.stop();
  await verifyDatabase(database, outside);
});

/** Asks until the last room within the files is used up, too. */
async function untilRefused(
  address: { readonly apiUrl: string; readonly key: string },
  outside: OutsideOfChatfuel,
): Promise<void> {
  for (let nth = 0; nth < MOST_REQUESTS; nth++) {
    const response = await askFor(address, `while full ${nth}`);
    const body: unknown = await response.json();
    if (response.status === 503) {
      assert.ok(Number(response.headers.get('retry-after')) > 0);
      return;
    }
    assert.equal(response.status, 201);
    outside.created(madeOf(body).id);
  }
  assert.fail('the disk never became full');
}
