/**
 * Whether a text is what a bot platform sends where an attribute of the contact was never set: nothing, `null`,
 * `not set`, or the placeholder itself (`{{phone}}`). Such a text is no value of anybody's.
 */
export function isUnfilled(text: string): boolean {
  const trimmed = text.trim();
  return /^(?:null|not set|\{\{.*\}\})?$/isu.test(trimmed);
}

/** The text, or null where it was left out or never filled in. */
export const filled = (text: string | null | undefined): string | null =>
  typeof text !== 'string' || isUnfilled(text) ? null : text;
