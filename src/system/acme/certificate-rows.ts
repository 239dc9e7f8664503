import type { SharedSecrets } from '../../app/shared-secrets.ts';
import type { Vault } from '../../app/vault.ts';
import { CertificateShelf, type ShelfName } from './certificate-shelf.ts';

/**
 * For several instances on one database: each text in a row, sealed under SECRET_KEY. What is still under the secret
 * before is sealed anew by whoever reads it; what opens with neither counts as not there, and is ordered again.
 */
export function certificateRows(shared: SharedSecrets, vault: Vault, directoryUrl: string): CertificateShelf {
  const rowOf = (name: ShelfName): string => `${new URL(directoryUrl).host} ${name}`;
  return new CertificateShelf({
    isShared: true,
    read: async (name) => {
      const row = rowOf(name);
      const sealed = await shared.read(row);
      const text = sealed === null ? null : vault.openShared(row, sealed);
      if (sealed === null || text === null) return null;
      const resealed = vault.resealShared(row, sealed);
      // Only in the place of what was read: another instance may have written something newer.
      if (resealed !== null) await shared.replace(row, sealed, resealed);
      return text;
    },
    write: (name, text) => shared.write(rowOf(name), vault.sealShared(rowOf(name), text)),
    remove: async (name, text) => {
      const row = rowOf(name);
      const sealed = await shared.read(row);
      if (sealed !== null && vault.openShared(row, sealed) === text) await shared.replace(row, sealed, null);
    },
  });
}
