import { readFileSync } from 'node:fs';
import type { Instant } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { type CheckedPair, checkedPair } from './checked-pair.ts';

export type PairFiles = { readonly certFile: string; readonly keyFile: string };

/** Reads and checks a pair of PEM files. @returns the pair, or what is wrong, as one sentence for the operator. */
export function readPair({ certFile, keyFile }: PairFiles, now: Instant): Result<CheckedPair, string> {
  const cert = textOf(certFile);
  if (!cert.ok) return cert;
  const key = textOf(keyFile);
  if (!key.ok) return key;
  const pair = checkedPair({ cert: cert.value, key: key.value }, now);
  return pair.ok ? pair : err(`${certFile} with ${keyFile}: ${pair.error}.`);
}

function textOf(path: string): Result<string, string> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error';
    return err(`${path} cannot be read (${code}): check the path, and who may read the file.`);
  }
}
