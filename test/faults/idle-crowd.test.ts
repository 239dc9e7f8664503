import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { serving, workingDirectory } from '../cli/command-line.ts';

const WANTED = 10_000;
/** For everything else that test and service have open. */
const SPARE = 1000;
const BATCH = 250;

/** How many connections this machine lets one process have: each of them is one here, and one in the service. */
function possibleConnections(): number {
  // Node's report is documented, and typed as any object.
  const report = process.report.getReport() as {
    readonly userLimits: { readonly open_files: { readonly soft: number | 'unlimited' } };
  };
  const { soft } = report.userLimits.open_files;
  return soft === 'unlimited' ? WANTED : Math.min(WANTED, soft - SPARE);
}

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

test('ten thousand connections that say nothing, and hundreds that say it slowly, keep nobody from being served, and are ended', async (context) => {
  const service = await serving(context, workingDirectory(context), { LOG_LEVEL: 'error' });
  const ports = [service.apiUrl, service.webUrl].map((url) => Number(new URL(url).port));
  const count = possibleConnections();
  assert.ok(count >= 500, `this machine allows ${count} connections at once; raise its limit of open files`);

  const sockets: Socket[] = [];
  for (let begun = 0; begun < count; begun += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - begun) }, (_, index) =>
      opened(ports[index % 2] ?? 0),
    );
    sockets.push(...(await Promise.all(batch)));
  }
  let open = sockets.length;
  const allClosed = Promise.all(
    sockets.map(async (socket) => {
      socket.resume();
      await new Promise((resolve) => socket.once('close', resolve));
      open -= 1;
    }),
  );
  const slow = sockets.slice(0, 300);
  for (const socket of slow) socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ');
  const trickle = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write('a');
  }, 200);

  assert.equal((await fetch(`${service.apiUrl}/healthz`)).status, 200);
  assert.equal((await fetch(`${service.webUrl}/`)).status, 200);
  assert.ok(open > 0, 'they are still there while others are served');
  await allClosed;
  clearInterval(trickle);
  assert.equal((await fetch(`${service.apiUrl}/readyz`)).status, 200);
  const { status } = await service.stop();
  assert.equal(status, 0);
});
