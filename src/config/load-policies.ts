import type { Policy } from '../domain/policy/policy.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Catalogue } from './channel-settings.ts';
import { readPolicies } from './read-policies.ts';
import type { SettingFault } from './setting-fault.ts';
import { SettingReader, type SettingSources } from './setting-reader.ts';
import { wholeNumber } from './setting-values.ts';

/** The policies of the settings, or what is wrong with them; other settings may be wrong or not set at all. */
export function loadPolicies(
  sources: SettingSources,
  catalogue: Catalogue,
): Result<readonly Policy[], readonly SettingFault[]> {
  const faults: SettingFault[] = [];
  const reader = new SettingReader(sources);
  const policies = readPolicies(reader.section('policies'), catalogue, (fault) => faults.push(fault));
  const seconds = reader.read('CHALLENGE_TTL_SECONDS', wholeNumber(10, 600));
  const [standard, ...others] = policies;
  if (faults.length > 0) return err(faults);
  return seconds === null || standard === undefined
    ? ok(policies)
    : ok([{ ...standard, ttlSeconds: seconds }, ...others]);
}
