import { type Removed, retentionSweep } from '../../src/app/apply-retention.ts';
import type { Retention } from '../../src/app/retention.ts';
import { DEFAULT_RETENTION } from '../../src/config/retention-settings.ts';
import type { TestService } from './service-for-tests.ts';

export const applyRetentionOnce = (
  service: TestService,
  changes: Partial<Retention> = {},
): Promise<Removed> => retentionSweep(service, { ...DEFAULT_RETENTION, ...changes })();
