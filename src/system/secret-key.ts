import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { fromBase64url, toBase64url } from '../kernel/bytes.ts';

const KEY_BYTES = 32;

/** Thrown where the key file is there but unusable; the message says what to do. */
export class SecretKeyUnusable extends Error {
  override readonly name = 'SecretKeyUnusable';
}

/**
 * The service's secret from its file, made there with mode 0600 where there is none. Made and written out in full
 * before anything is sealed with it: a crash in between leaves either no file or a whole one that nothing depends on yet.
 */
export function secretKeyFromFile(path: string): Uint8Array {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    return createKeyFile(path);
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
    return readKeyFile(path);
  }
}

function createKeyFile(path: string): Uint8Array {
  const key = randomBytes(KEY_BYTES);
  // 'wx': of two processes that start at once, one makes the file and the other reads it.
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${toBase64url(key)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return key;
}

function readKeyFile(path: string): Uint8Array {
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new SecretKeyUnusable(`${path} can be read by others than its owner. Run: chmod 600 ${path}`);
  }
  const key = fromBase64url(readFileSync(path, 'utf8').trim());
  if (key?.byteLength !== KEY_BYTES) {
    throw new SecretKeyUnusable(
      `${path} does not hold a key (32 bytes as base64url). Put the right file back from your backup: ` +
        'without it nothing that was sealed can be opened.',
    );
  }
  return key;
}

const isAlreadyThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';
