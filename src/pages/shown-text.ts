/** Longest text from outside that a page shows, in characters as people count them. */
const LONGEST = 200;
/** No honest character is longer than this many code units (a family of four with skin tones has 25); a longer one piles up marks. */
const LONGEST_CHARACTER = 32;

/*
 * Characters that show nothing but change how what follows is laid out or read: controls, marks and overrides of
 * direction, zero-width spaces, annotation anchors. Joiners stay: emoji and several scripts need them.
 */
const UNSEEN = /[\p{Cc}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu;
const SPACES = /\s+/gu;
const PLAIN = /^[\x21-\x7E\u00C0-\u024F]+(?: [\x21-\x7E\u00C0-\u024F]+)*$/;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * A text from outside as a page may show it: one line, well formed, without anything that would rearrange the rest of
 * the page, and cut with an ellipsis after 200 characters. Null where nothing is left to show. Still to be escaped.
 */
export function shownText(text: string | null): string | null {
  if (text === null) return null;
  if (text.length <= LONGEST && PLAIN.test(text)) return text;
  // Cut first, so that a huge text costs no more than a long one; the margin is for what is about to be removed.
  const head = text.slice(0, 2 * LONGEST * LONGEST_CHARACTER).toWellFormed();
  const line = head.replace(SPACES, ' ').replace(UNSEEN, '').trim();
  return line === '' ? null : cut(line);
}

function cut(text: string): string {
  let shown = '';
  let characters = 0;
  for (const { segment } of segmenter.segment(text)) {
    if (characters === LONGEST) return `${shown.trimEnd()}…`;
    shown += segment.length > LONGEST_CHARACTER ? String.fromCodePoint(segment.codePointAt(0) ?? 0) : segment;
    characters += 1;
  }
  return shown;
}

/** A text within a sentence, kept from changing the direction of the words around it (Unicode isolates, UAX 9). */
export const isolated = (text: string): string => FIRST_STRONG_ISOLATE + text + POP_ISOLATE;

/** A name from outside as a sentence may hold it; null where nothing of it can be shown. */
export function nameWithin(text: string | null): string | null {
  const name = shownText(text);
  return name === null ? null : isolated(name);
}
