import { join } from 'node:path';
import type { Secrets } from '../app/vault.ts';
import { loadPolicies } from '../config/load-policies.ts';
import { loadSettings } from '../config/load-settings.ts';
import { readSources } from '../config/read-sources.ts';
import { describeSettingFault, type SettingFault } from '../config/setting-fault.ts';
import type { Settings } from '../config/settings.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { Result } from '../kernel/result.ts';
import { previousKeyFromFile, secretKeyFromFile } from '../system/secret-key.ts';
import { CATALOGUE } from './catalogue.ts';
import { CommandFailed } from './command-failed.ts';
import { dataDirectoryOf } from './data-places.ts';

const KEY_FILE = 'countersign.key';

/** The settings of the working directory and the environment. @throws CommandFailed with a line for each fault. */
export function settingsOfCommand(): Settings {
  const sources = accepted(readSources(process.cwd(), process.env));
  return accepted(loadSettings(sources, CATALOGUE));
}

/** The policies of the same, whatever else is wrong or not set. @throws CommandFailed */
export const policiesOfCommand = (): readonly Policy[] =>
  accepted(loadPolicies(accepted(readSources(process.cwd(), process.env)), CATALOGUE));

function accepted<T>(result: Result<T, readonly SettingFault[]>): T {
  if (result.ok) return result.value;
  throw new CommandFailed(result.error.map(describeSettingFault).join('\n'));
}

/**
 * The service's secret, and the one before: as set, or from the files beside the database. Where there is no secret yet
 * one is made. @throws SecretKeyUnusable
 */
export const secretsOf = (settings: Settings): Secrets => ({
  current: settings.secretKey ?? secretKeyFromFile(keyFileBeside(settings)),
  previous:
    settings.secretKeyPrevious ??
    (settings.secretKey === null ? previousKeyFromFile(keyFileBeside(settings)) : null),
});

/** The file with the service's secret; null where the settings hold it themselves. */
export const secretKeyFileOf = (settings: Settings): string | null =>
  settings.secretKey === null ? keyFileBeside(settings) : null;

const keyFileBeside = (settings: Settings): string => join(dataDirectoryOf(settings), KEY_FILE);
