import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { systemClock } from '../../../src/system/clock.ts';
import { freePort } from '../../../src/system/free-port.ts';
import { selfSigned } from '../../../src/system/tls/self-signed.ts';

const HOST = '127.0.0.1';

export type Pebble = {
  readonly directoryUrl: string;
  /** Where it looks names up by http-01; every name is this machine. */
  readonly httpPort: number;
  /** A file with the certificate of its own address, to be trusted by whoever asks it. */
  readonly caFile: string;
};

/** A certificate authority for tests, with its own name server: both end with the test. Half of all nonces are refused. */
export async function startPebble(context: TestContext): Promise<Pebble> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-pebble-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const [listen, management, dns, control, httpPort, tlsPort] = await Promise.all(
    Array.from({ length: 6 }, () => freePort(HOST)),
  );
  const { cert, key } = await selfSigned(['localhost', HOST], systemClock.now());
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, cert);
  writeFileSync(join(folder, 'key.pem'), key);
  const config = {
    listenAddress: `${HOST}:${listen}`,
    managementListenAddress: `${HOST}:${management}`,
    certificate: caFile,
    privateKey: join(folder, 'key.pem'),
    httpPort,
    tlsPort,
    externalAccountBindingRequired: false,
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ pebble: config }));
  const names = ['-management', `${HOST}:${control}`, '-dns01', `${HOST}:${dns}`, '-defaultIPv4', HOST];
  const off = ['-defaultIPv6', '', '-http01', '', '-https01', '', '-tlsalpn01', ''];
  run(context, 'pebble-challtestsrv', [...names, ...off]);
  run(context, 'pebble', ['-config', join(folder, 'config.json'), '-dnsserver', `${HOST}:${dns}`]);

  const before = getCACertificates('default');
  setDefaultCACertificates([...before, cert]);
  context.after(() => setDefaultCACertificates(before));
  await Promise.all([accepts(Number(listen)), accepts(Number(control))]);
  return { directoryUrl: `https://${HOST}:${listen}/dir`, httpPort: Number(httpPort), caFile };
}

function run(context: TestContext, program: string, args: readonly string[]): void {
  const child = spawn(program, args, {
    stdio: 'ignore',
    env: { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '50' },
  });
  const ended = once(child, 'close');
  context.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
}

async function accepts(port: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const socket = connect(port, HOST);
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`nothing listens on port ${port}`);
}
