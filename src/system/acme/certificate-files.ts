import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../write-private-file.ts';
import { CertificateShelf, type ShelfName } from './certificate-shelf.ts';

const FILES: Readonly<Partial<Record<ShelfName, string>>> = {
  'account-key': 'account-key.pem',
  certificate: 'certificate.pem',
};

/**
 * For the only instance there is: account and certificate in files, and in memory what does not outlive an order.
 * @param directory of all authorities; each has its own within, so that a trial one's certificate is not taken for the real one's.
 */
export function certificateFiles(directory: string, directoryUrl: string): CertificateShelf {
  const authority = join(directory, new URL(directoryUrl).host.replaceAll(/[^A-Za-z0-9.-]/g, '_'));
  const remembered = new Map<ShelfName, string>();
  return new CertificateShelf({
    isShared: false,
    read: async (name) => {
      const file = FILES[name];
      return file === undefined ? (remembered.get(name) ?? null) : textOf(join(authority, file));
    },
    write: async (name, text) => {
      const file = FILES[name];
      if (file === undefined) remembered.set(name, text);
      else writePrivateFile(join(authority, file), text);
    },
    remove: async (name, text) => {
      if (remembered.get(name) === text) remembered.delete(name);
    },
  });
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
