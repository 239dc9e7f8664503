import { type Finding, fine, warning } from '../../app/finding.ts';
import type { Retention } from '../../app/retention.ts';
import type { Policy } from '../../domain/policy/policy.ts';

/** Within which most card payments can be disputed. */
const DISPUTE_DAYS = 120;
const DAY_SECONDS = 86_400;

/** Whether what is kept is kept for long enough to be of use, and what erasing leaves for a while. */
export function checkRetention(
  { views, challenges, evidence, blocked }: Retention,
  policies: readonly Policy[],
): Finding {
  const kept = `Views are kept for ${views} days, challenges for ${challenges}, evidence for ${evidence}; who is erased is blocked for ${blocked}.`;
  if (evidence < DISPUTE_DAYS) {
    return warning(
      'retention',
      kept,
      `Most payments can be disputed for ${DISPUTE_DAYS} days: after ${evidence} nothing can be shown of them. Raise RETAIN_EVIDENCE_DAYS, unless that is meant.`,
    );
  }
  const longestLock = Math.max(0, ...policies.map(({ lockout }) => lockout.maxSeconds)) / DAY_SECONDS;
  if (challenges < longestLock) {
    return warning(
      'retention',
      kept,
      `A policy locks for up to ${Math.ceil(longestLock)} days: the challenges that led to a lock are gone before it ends. Raise RETAIN_CHALLENGES_DAYS.`,
    );
  }
  return fine('retention', kept);
}

/** Whether an old secret is still accepted. */
export const checkPreviousSecret = (isThere: boolean): readonly Finding[] =>
  isThere
    ? [
        warning(
          'secret',
          'A previous SECRET_KEY is still accepted.',
          'Finish with countersign secret rotate, and take it away three days later: docs/guides/secret.md.',
        ),
      ]
    : [];
