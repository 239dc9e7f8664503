/**
 * What a container engine asks again and again: ends with status 0 while the service is ready, and with 1 otherwise. A
 * program of its own, since loading every command for one request would be most of its work.
 */
import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';

const TIMEOUT_MILLISECONDS = 4000;
const DEFAULT_API_PORT = 8000;

const port = Number(process.env['API_PORT'] ?? DEFAULT_API_PORT);
// This very machine is asked, whose certificate is for its public name.
const target = { host: '127.0.0.1', port, path: '/readyz', rejectUnauthorized: false };

function isReady(get: typeof getPlain): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ ...target, timeout: TIMEOUT_MILLISECONDS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

const ready = (await isReady(getSecure)) || (await isReady(getPlain));
process.exitCode = ready ? 0 : 1;
