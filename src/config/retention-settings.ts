import type { Retention } from '../app/retention.ts';
import type { SettingReader } from './setting-reader.ts';
import { wholeNumber } from './setting-values.ts';

/** Two years: in Mexico the time in which a customer can complain of a financial service. docs/guides/privacy.md */
const TWO_YEARS = 730;
const MOST_DAYS = 36_500;

/** A delivery is tried for three days, and a first answer repeated for as long: nothing goes before they are over. */
const FEWEST_DAYS = 7;

export const DEFAULT_RETENTION: Retention = {
  views: 90,
  challenges: TWO_YEARS,
  evidence: TWO_YEARS,
  blocked: 0,
};

/** How long what is kept. Nothing is kept longer than the evidence, of which all of it is a part. */
export function readRetention(reader: SettingReader): Retention {
  const days = wholeNumber(FEWEST_DAYS, MOST_DAYS);
  const evidence = reader.read('RETAIN_EVIDENCE_DAYS', days) ?? DEFAULT_RETENTION.evidence;
  const challenges = reader.read('RETAIN_CHALLENGES_DAYS', days);
  const views = reader.read('RETAIN_VIEWS_DAYS', wholeNumber(1, MOST_DAYS));
  const sound = reader.isSound('RETAIN_EVIDENCE_DAYS', 'RETAIN_CHALLENGES_DAYS', 'RETAIN_VIEWS_DAYS');
  for (const [name, given] of [
    ['RETAIN_CHALLENGES_DAYS', challenges],
    ['RETAIN_VIEWS_DAYS', views],
  ] as const) {
    if (sound && given !== null && given > evidence) {
      reader.fault(name, `must be at most RETAIN_EVIDENCE_DAYS, which is ${evidence}`);
    }
  }
  return {
    views: views ?? Math.min(DEFAULT_RETENTION.views, evidence),
    challenges: challenges ?? Math.min(DEFAULT_RETENTION.challenges, evidence),
    evidence,
    blocked: reader.read('BLOCK_DAYS', wholeNumber(0, MOST_DAYS)) ?? DEFAULT_RETENTION.blocked,
  };
}
