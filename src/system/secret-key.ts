import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
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
    return createKeyFile(path, randomBytes(KEY_BYTES));
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
    return readKeyFile(path);
  }
}

/** The one before, where `replaceKeyFile` left it; null where there is none. @throws SecretKeyUnusable */
export const previousKeyFromFile = (path: string): Uint8Array | null =>
  existsSync(previousPath(path)) ? readKeyFile(previousPath(path)) : null;

/**
 * Puts a new key into the file, and keeps the one that was there beside it.
 * A crash leaves the key that was there in its place, with or without its copy, or both done.
 * @throws SecretKeyUnusable where one is kept already: what is under it would be lost.
 */
export function replaceKeyFile(path: string): void {
  const key = readKeyFile(path);
  if (existsSync(previousPath(path))) {
    throw new SecretKeyUnusable(
      `${previousPath(path)} is there already: finish that replacement first (countersign secret rotate), and delete the file three days later.`,
    );
  }
  rmSync(newPath(path), { force: true });
  createKeyFile(newPath(path), randomBytes(KEY_BYTES));
  createKeyFile(previousPath(path), key);
  renameSync(newPath(path), path);
}

export const previousPath = (path: string): string => `${path}.previous`;
const newPath = (path: string): string => `${path}.new`;

function createKeyFile(path: string, key: Uint8Array): Uint8Array {
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
