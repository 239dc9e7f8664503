import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { err, ok, type Result } from '../kernel/result.ts';
import type { SettingFault, SettingSource } from './setting-fault.ts';
import type { SettingSources } from './setting-reader.ts';

/** The environment and the two files of a directory, unread. A file that is there and cannot be read is a fault. */
export function readSources(
  directory: string,
  environment: SettingSources['environment'],
): Result<SettingSources, readonly SettingFault[]> {
  const faults: SettingFault[] = [];
  const textOf = (name: SettingSource): string | null => {
    try {
      return readFileSync(join(directory, name), 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error';
      if (code !== 'ENOENT')
        faults.push({ setting: name, source: name, found: null, expected: `cannot be read (${code})` });
      return null;
    }
  };
  const fileBytes = (path: string) => {
    try {
      return readFileSync(resolve(directory, path));
    } catch {
      return null;
    }
  };
  const sources = {
    environment,
    envFile: textOf('.env'),
    configFile: textOf('countersign.config.json'),
    fileText: (path: string) => fileBytes(path)?.toString('utf8') ?? null,
    fileBytes,
  };
  return faults.length === 0 ? ok(sources) : err(faults);
}
