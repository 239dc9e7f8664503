import type { Settings } from '../config/settings.ts';
import type { Policy } from '../domain/policy/policy.ts';

/** The policies of the settings. The first is for channels that name none: its time can be set without naming it. */
export const policiesFor = ({
  challengeTtlSeconds,
  policies,
}: Pick<Settings, 'challengeTtlSeconds' | 'policies'>): readonly Policy[] =>
  policies.map((policy, nth) =>
    nth > 0 || challengeTtlSeconds === null ? policy : { ...policy, ttlSeconds: challengeTtlSeconds },
  );
