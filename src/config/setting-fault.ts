/** Where a value came from. */
export type SettingSource = 'environment' | '.env' | 'countersign.config.json';

/** One thing that is wrong with the settings. */
export type SettingFault = {
  /** The setting as its source spells it, or the name of the file where that is wrong as a whole. */
  readonly setting: string;
  readonly source: SettingSource | null;
  /** What was found, fit to be shown: secrets masked, line breaks escaped; null where nothing was. */
  readonly found: string | null;
  /** What would be right, as the end of a sentence. */
  readonly expected: string;
};

/** One line, without a line break. */
export function describeSettingFault({ setting, source, found, expected }: SettingFault): string {
  const where = source === null || source === setting ? '' : ` (${source})`;
  const sentence = found === null ? expected : `found ${found}, ${expected}`;
  return `${setting}${where}: ${sentence}${sentence.endsWith('?') ? '' : '.'}`;
}

const LONGEST_SHOWN = 80;

/** A value as a fault may show it: quoted, in one line, cut where it is long, and without a password in a URL. */
export function shown(text: string): string {
  const harmless = text.replace(/\/\/[^/@]*@/g, '//…@');
  return JSON.stringify(harmless.length > LONGEST_SHOWN ? `${harmless.slice(0, LONGEST_SHOWN)}…` : harmless);
}

/** A secret as a fault may show it: its length alone. */
export const masked = (secret: string): string => `a secret of ${secret.length} characters`;
