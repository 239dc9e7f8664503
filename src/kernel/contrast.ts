/** A colour as `#rrggbb`. */
export type Colour = `#${string}`;

/** The colour that a text spells as # and six hexadecimal digits, in lower case; null for any other text. */
export const parseColour = (text: string): Colour | null =>
  // Checked against the only form that there is.
  /^#[0-9a-f]{6}$/i.test(text) ? (text.toLowerCase() as Colour) : null;

/** WCAG 2.2, "contrast ratio": 1 for the same colour, 21 for black on white. */
export function contrast(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** A colour between two others, channel by channel in sRGB. @param share of `other`, 0 to 1. */
export function mixed(one: Colour, other: Colour, share: number): Colour {
  const channels = channelsOf(one).map((value, nth) =>
    Math.round(value + ((channelsOf(other)[nth] ?? 0) - value) * share),
  );
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const channelsOf = (colour: Colour): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
