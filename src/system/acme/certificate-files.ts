import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../kernel/instant.ts';
import { type CheckedPair, certificateOf, checkedPair, type KeyPair } from '../tls/checked-pair.ts';
import { writePrivateFile } from '../write-private-file.ts';
import { AccountKey } from './account-key.ts';

/** Where one authority's account and certificate are kept. */
export class CertificateFiles {
  readonly #accountFile: string;
  readonly #pairFile: string;

  /** @param directory of all authorities; each has its own within, so that a trial one's certificate is not taken for the real one's. */
  constructor(directory: string, directoryUrl: string) {
    const authority = join(directory, new URL(directoryUrl).host.replaceAll(/[^A-Za-z0-9.-]/g, '_'));
    this.#accountFile = join(authority, 'account-key.pem');
    this.#pairFile = join(authority, 'certificate.pem');
  }

  /** The account's key, made and written before anything is signed with it where there is none. */
  account(): AccountKey {
    const pem = textOf(this.#accountFile);
    if (pem !== null) return AccountKey.fromPem(pem);
    const key = AccountKey.generate();
    writePrivateFile(this.#accountFile, key.toPem());
    return key;
  }

  /** The pair that was kept, where it can be served for `domain` now; null otherwise. */
  pair(domain: string, now: Instant): CheckedPair | null {
    const text = textOf(this.#pairFile);
    if (text === null) return null;
    const [, key = '', cert = ''] =
      /^([\s\S]*?-----END [A-Z ]*PRIVATE KEY-----\n)([\s\S]*)$/.exec(text) ?? [];
    const pair = checkedPair({ cert, key }, now);
    const isFor = certificateOf(cert)?.checkHost(domain) !== undefined;
    return pair.ok && isFor ? pair.value : null;
  }

  /** Both in one file: no crash can leave a certificate with another one's key. */
  keep({ cert, key }: KeyPair): void {
    writePrivateFile(this.#pairFile, `${key}${cert}`);
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
