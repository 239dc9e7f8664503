import type { SettingReader } from './setting-reader.ts';
import { oneOf, wholeNumber } from './setting-values.ts';
import type { LimitSettings } from './settings.ts';

const perMinute = wholeNumber(1, 1_000_000);

export const readLimits = (reader: SettingReader): LimitSettings => ({
  perKey: reader.read('KEY_BUDGET_PER_MINUTE', perMinute),
  perAddress: reader.read('ADDRESS_BUDGET_PER_MINUTE', perMinute),
  dryRun: reader.read('LIMITS_DRY_RUN', oneOf('true', 'false')) === 'true',
});
