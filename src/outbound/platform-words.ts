const MAX_CHARACTERS = 200;

/**
 * What a platform says of itself, fit for a log line and an operator's screen: one line, short, and without any of
 * the values that it may have echoed.
 * @param hidden values that must not be shown, in whatever case; empty ones hide nothing.
 */
export function platformWords(text: string, hidden: readonly string[]): string {
  let words = text.toWellFormed();
  for (const value of hidden) {
    if (value === '') continue;
    for (const spelling of new Set([value, encodeURIComponent(value.toWellFormed())])) {
      words = words.replaceAll(new RegExp(RegExp.escape(spelling), 'giu'), '…');
    }
  }
  // Every control, format and separator character: none may break a line or turn its direction.
  const oneLine = words.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim();
  const characters = [...oneLine];
  return characters.length <= MAX_CHARACTERS ? oneLine : `${characters.slice(0, MAX_CHARACTERS).join('')}…`;
}
