/**
 * A text as it is compared: compatible forms made one (Unicode NFKC), without case, accents or Arabic vowel signs,
 * digits of every script as 0 to 9, and words apart by one space, whatever stood between them. Empty where there is
 * neither a letter nor a digit.
 */
export function foldedText(text: string): string {
  if (ASCII.test(text)) return words(text.toLowerCase());
  const plain = foldDigits(text.normalize('NFKC'))
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]/g, '')
    .normalize('NFC');
  return words(plain.toUpperCase().toLowerCase());
}

const ASCII = /^[\x20-\x7e]*$/;
const words = (text: string): string => text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim();

/** The same without the spaces: for numbers and codes, which people group as they like. */
export const foldedCode = (text: string): string => foldedText(text).replaceAll(' ', '');

/** Digits of every script as 0 to 9 (Unicode, general category Nd). */
export const foldDigits = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => (/[0-9]/.test(digit) ? digit : String(digitValue(digit))));

/** Digits stand in the code in unbroken runs from nought to nine, so a digit's value is its distance from the run's start. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return value;
}
