/**
 * The one spelling under which a client's failures count and its candidates are drawn, so that no other spelling
 * of the same id starts afresh: compatibility forms, case and outer spaces folded; a telephone number reduced to its
 * digits, with the mobile digit that Mexico (521…) and Argentina (549…) once had, and WhatsApp still shows, left out.
 */
export function canonicalClientId(given: string): string {
  const folded = given.normalize('NFKC').trim().toLowerCase();
  const digits = phoneDigits(folded);
  return digits === null ? folded : withoutMobileDigit(digits);
}

/** The digits of a text that can only be an international telephone number (ITU-T E.164: 8 to 15 digits). */
function phoneDigits(text: string): string | null {
  if (!/^\+?[\d\s().-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '').replace(/^00/, '');
  return digits.length >= 8 && digits.length <= 15 ? digits : null;
}

function withoutMobileDigit(digits: string): string {
  if (/^521\d{10}$/.test(digits)) return `52${digits.slice(3)}`;
  if (/^549\d{10}$/.test(digits)) return `54${digits.slice(3)}`;
  return digits;
}
