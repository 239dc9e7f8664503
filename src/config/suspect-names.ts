import { parseEnv } from 'node:util';
import type { SettingFault, SettingSource } from './setting-fault.ts';
import { isSettingName, meantSetting } from './setting-names.ts';
import type { SettingSources } from './setting-reader.ts';

/**
 * Names in the environment and in `.env` that are no settings but look like one that was mistyped. To be warned of only:
 * the environment belongs to other programs too.
 */
export function suspectNames({ environment, envFile }: SettingSources): readonly SettingFault[] {
  const sources: readonly (readonly [SettingSource, object])[] = [
    ['environment', environment],
    ['.env', envFile === null ? {} : parseEnv(envFile)],
  ];
  return sources.flatMap(([source, values]) =>
    Object.keys(values)
      .filter((name) => !isSettingName(name))
      .flatMap((name) => {
        const hint = hintFor(name);
        return hint === null
          ? []
          : [{ setting: name, source, found: null, expected: `is not read; ${hint}` }];
      }),
  );
}

function hintFor(name: string): string | null {
  const meant = meantSetting(name);
  if (meant !== null) return `did you mean ${meant}?`;
  return name.startsWith('COUNTERSIGN_') ? 'see docs/reference/settings.md for the settings there are' : null;
}
