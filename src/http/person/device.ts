import type { Device } from '../../domain/audit/private-evidence.ts';

const LONGEST_REPORT = 2048;
const LONGEST_TEXT = 64;
const MOST_LANGUAGES = 10;
const MOST_PIXELS = 100_000;
const LARGEST_RATIO = 100;
const MOST_FINGERS = 100;

/**
 * What the page's script says of the device, out of the form's hidden field: whatever does not look like it is null.
 * A claim at best, and never a reason to refuse an answer.
 * @param values the field as it came; null unless it came once and holds JSON of at most 2,048 characters.
 */
export function parseDevice(values: readonly string[]): Device | null {
  const told = reportIn(values);
  if (told === null) return null;
  return {
    languages: texts(told['languages']),
    platform: text(told['platform']),
    timeZone: text(told['timeZone']),
    cookiesEnabled: typeof told['cookiesEnabled'] === 'boolean' ? told['cookiesEnabled'] : null,
    screenWidth: pixels(told['screenWidth']),
    screenHeight: pixels(told['screenHeight']),
    viewportWidth: pixels(told['viewportWidth']),
    viewportHeight: pixels(told['viewportHeight']),
    pixelRatio: within(told['pixelRatio'], LARGEST_RATIO),
  };
}

/** How many fingers the screen feels at once, by the same report; 0 where it does not say. */
export const touchPoints = (values: readonly string[]): number =>
  within(reportIn(values)?.['touchPoints'], MOST_FINGERS) ?? 0;

function reportIn(values: readonly string[]): Readonly<Record<string, unknown>> | null {
  const [report] = values;
  if (report === undefined || values.length !== 1 || report.length > LONGEST_REPORT) return null;
  return jsonObject(report);
}

function jsonObject(report: string): Readonly<Record<string, unknown>> | null {
  let told: unknown;
  try {
    told = JSON.parse(report);
  } catch {
    // Broken or forged: as good as none.
    return null;
  }
  // Checked to be an object; its members are looked at one by one.
  return typeof told === 'object' && told !== null ? (told as Readonly<Record<string, unknown>>) : null;
}

const text = (told: unknown): string | null =>
  typeof told === 'string' && /^[\x20-\x7E]+$/.test(told) ? told.slice(0, LONGEST_TEXT) : null;

const texts = (told: unknown): readonly string[] =>
  Array.isArray(told)
    ? told
        .slice(0, MOST_LANGUAGES)
        .map(text)
        .filter((one) => one !== null)
    : [];

const within = (told: unknown, most: number): number | null =>
  typeof told === 'number' && told >= 0 && told <= most ? told : null;

const pixels = (told: unknown): number | null => {
  const number = within(told, MOST_PIXELS);
  return number === null ? null : Math.round(number);
};
