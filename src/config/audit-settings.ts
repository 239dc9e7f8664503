import type { SettingReader } from './setting-reader.ts';
import { filePath } from './setting-values.ts';

/** How the log is kept, and for how long what. */
export type AuditSettings = {
  /** Where the last checkpoint is kept outside the database; null: beside it. */
  readonly checkpointFile: string | null;
};

export const readAuditSettings = (reader: SettingReader): AuditSettings => ({
  checkpointFile: reader.read('CHECKPOINT_FILE', filePath),
});
