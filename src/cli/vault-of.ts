import { openVault } from '../app/open-vault.ts';
import type { Entropy } from '../app/ports.ts';
import type { Store } from '../app/store-ports.ts';
import type { Vault } from '../app/vault.ts';
import type { Settings } from '../config/settings.ts';
import { secretsOf } from './settings-of-command.ts';

/** The vault of a command beside a service. @throws SecretKeyUnusable, SecretRefused, StoreUnavailable */
export const vaultOf = (settings: Settings, { secrets }: Store, entropy: Entropy): Promise<Vault> =>
  openVault(secrets, secretsOf(settings), entropy);
