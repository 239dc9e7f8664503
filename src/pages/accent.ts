import type { Look } from '../app/channel.ts';
import { type Colour, contrast, mixed } from '../kernel/contrast.ts';
import { type Inline, inline } from './assets.ts';

/** What text and signs in the accent stand on, by light and in the dark (colours.css). */
export const SURFACES = { light: '#ffffff', dark: '#161e1b' } as const;

/** WCAG 2.2, 1.4.3, for text of the usual size. */
export const READABLE = 4.5;

const WHITE: Colour = '#ffffff';
const INK: Colour = '#13201b';
/** How much of the accent the chosen option shows. */
const TINT = 0.11;
const STEP = 0.05;

const styles = new WeakMap<Look, Inline | null>();

/** The rules that put a channel's accent in the place of the service's; null where it has none. */
export function accentStyle(look: Look): Inline | null {
  let style = styles.get(look);
  if (style === undefined) {
    style = look.accent === null ? null : inline(rules(look.accent));
    styles.set(look, style);
  }
  return style;
}

const rules = (accent: Colour): string =>
  `:root{${variables(accent, SURFACES.light)}}@media(prefers-color-scheme:dark){:root{${variables(inTheDark(accent), SURFACES.dark)}}}`;

const variables = (accent: Colour, surface: Colour): string =>
  `--accent:${accent};--on-accent:${onAccent(accent)};--tint:${mixed(surface, accent, TINT)}`;

const onAccent = (accent: Colour): Colour => (contrast(accent, WHITE) >= READABLE ? WHITE : INK);

/** The accent, as light as it must be to be read on the dark surface, and to be written on in ink. */
function inTheDark(accent: Colour): Colour {
  for (let share = 0; share < 1; share += STEP) {
    const lighter = mixed(accent, WHITE, share);
    if (contrast(lighter, SURFACES.dark) >= READABLE && contrast(lighter, onAccent(lighter)) >= READABLE) {
      return lighter;
    }
  }
  return WHITE;
}
