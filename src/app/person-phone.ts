/** Country codes of two digits; 1 and 7 have one, all others three (ITU-T E.164, list of assigned country codes). */
const TWO_DIGIT_CODES = /^(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

const SHOWN = 4;
const FEWEST_HIDDEN = 3;
const FEWEST_DIGITS = 8;
const MOST_DIGITS = 15;
/** From so many digits on a number without a plus sign begins with its country code, as platforms write it. */
const INTERNATIONAL = 11;

/**
 * A telephone number in which its owner knows it again, and nobody else learns it: country code and last four digits,
 * a star for each digit between, in groups of four from the right: `+52 ** **** 5678`. Without the country code where
 * none can be told from the number; null for what is no number of 8 to 15 digits, and where too few would be hidden.
 */
export function maskPhone(phone: string): string | null {
  const text = phone.normalize('NFKC').trim();
  const digits = text.replace(/\D/g, '').replace(/^00/, '');
  if (digits.length < FEWEST_DIGITS || digits.length > MOST_DIGITS) return null;
  const named = /^(?:\+|00)/.test(text) || digits.length >= INTERNATIONAL;
  if (!named || digits.startsWith('0')) return grouped(digits);
  const code = countryCode(digits);
  const rest = national(code, digits.slice(code.length));
  return rest.length < SHOWN + FEWEST_HIDDEN ? null : `+${code} ${grouped(rest)}`;
}

function countryCode(digits: string): string {
  if (/^[17]/.test(digits)) return digits.slice(0, 1);
  return digits.slice(0, TWO_DIGIT_CODES.test(digits) ? 2 : 3);
}

/** Mexico's mobile numbers once began with a 1, which WhatsApp still shows and nobody there dials (since 2019). */
const national = (code: string, digits: string): string =>
  code === '52' && /^1\d{10}$/.test(digits) ? digits.slice(1) : digits;

function grouped(digits: string): string {
  const hidden = '*'.repeat(digits.length - SHOWN);
  const first = hidden.length % SHOWN;
  const groups = [
    hidden.slice(0, first),
    ...(hidden.slice(first).match(/.{4}/g) ?? []),
    digits.slice(-SHOWN),
  ];
  return groups.filter((group) => group !== '').join(' ');
}
