import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { toBase64url } from '../../src/kernel/bytes.ts';
import { freePort } from '../../src/system/free-port.ts';
import { DATABASE_NAME, SECRET_KEY } from '../service-under-test.ts';
import { COMPILED, pinned, SERVICE_ENVIRONMENT, SERVICE_FLAGS } from './child.ts';
import type { Context } from './context.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/countersign.js', import.meta.url));
const PATIENCE_MILLISECONDS = 30_000;
const LOOK_EVERY_MILLISECONDS = 2;

/** Milliseconds from the start of `countersign serve`, as an operator starts it, until /readyz says 200. */
export async function timeToReady({ tools, tls }: Context, folder: string): Promise<number> {
  const certFile = join(folder, 'certificate.pem');
  const keyFile = join(folder, 'key.pem');
  writeFileSync(certFile, tls.cert);
  writeFileSync(keyFile, tls.key);
  const apiPort = await freePort('127.0.0.1');
  const [command = '', ...rest] = pinned(tools, 'measured', [
    process.execPath,
    ...SERVICE_FLAGS,
    PROGRAM,
    'serve',
  ]);
  const since = performance.now();
  const child = spawn(command, rest, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      ...SERVICE_ENVIRONMENT,
      // As every start but the first finds it.
      XDG_CACHE_HOME: COMPILED,
      DATABASE_URL: `sqlite:${join(folder, DATABASE_NAME)}`,
      SECRET_KEY: toBase64url(SECRET_KEY),
      API_KEY: 'csk_time_to_ready',
      API_PORT: String(apiPort),
      WEB_PORT: String(await freePort('127.0.0.1')),
      RETURN_URL: 'https://wa.me/15550100',
      TLS_CERT_FILE: certFile,
      TLS_KEY_FILE: keyFile,
    },
  });
  const ended = once(child, 'exit');
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  try {
    await ready(`https://127.0.0.1:${apiPort}/readyz`, () => (child.exitCode === null ? null : said));
    return performance.now() - since;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** @param over what the service said at its end; null while it runs. */
async function ready(url: string, over: () => string | null): Promise<void> {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  try {
    const until = performance.now() + PATIENCE_MILLISECONDS;
    while (performance.now() < until) {
      const lastWords = over();
      if (lastWords !== null) throw new Error(`countersign serve ended before it was ready: ${lastWords}`);
      if ((await statusOf(url, dispatcher)) === 200) return;
      await after(LOOK_EVERY_MILLISECONDS);
    }
    throw new Error('countersign serve was not ready in time');
  } finally {
    await dispatcher.destroy();
  }
}

async function statusOf(url: string, dispatcher: Agent): Promise<number | null> {
  try {
    const response = await request(url, { dispatcher });
    await response.body.dump();
    return response.statusCode;
  } catch {
    // Nobody listens yet.
    return null;
  }
}
