import { err, ok } from '../kernel/result.ts';
import type { SettingReader } from './setting-reader.ts';
import { filePath, oneOf, type Read } from './setting-values.ts';

/** How the log is kept, how long what, and how what it proves is told. */
export type AuditSettings = {
  /** Where the last checkpoint is kept outside the database; null: beside it. */
  readonly checkpointFile: string | null;
  /** Of the page for people. */
  readonly evidenceLanguage: 'en' | 'es';
  /** IANA name of the zone in which that page tells times beside UTC. */
  readonly evidenceTimeZone: string;
};

export const readAuditSettings = (reader: SettingReader): AuditSettings => ({
  checkpointFile: reader.read('CHECKPOINT_FILE', filePath),
  evidenceLanguage: reader.read('EVIDENCE_LANGUAGE', oneOf('en', 'es')) ?? 'en',
  evidenceTimeZone: reader.read('EVIDENCE_TIME_ZONE', timeZone) ?? 'UTC',
});

const timeZone: Read<string> = (text) => {
  try {
    return ok(new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone);
  } catch {
    return err('must be the name of a time zone, such as America/Mexico_City');
  }
};
