import { parseIsoDate } from '../../kernel/calendar.ts';
import type { DigitRange } from './fact.ts';

/*
 * Mexico's two identity numbers. CURP: "Instructivo normativo para la asignación de la Clave Única de Registro de
 * Población", Diario Oficial de la Federación, 18 October 2021. RFC: the tax office's (SAT) rules for its key.
 */

/** What may vary in the last four characters of one; the other characters are hidden. */
type Recognised = { readonly form: 'curp' | 'rfc'; readonly varied: readonly DigitRange[] };

const CURP =
  /^[A-ZÑ][AEIOUX][A-ZÑ]{2}(\d{6})[HMX](?:AS|BC|BS|CC|CL|CM|CS|CH|DF|DG|GT|GR|HG|JC|MC|MN|MS|NT|NL|OC|PL|QT|QR|SP|SL|SR|TC|TS|TL|VZ|YN|ZS|NE)[B-DF-HJ-NÑP-TV-Z]{3}([A-Z\d])\d$/;
const RFC = /^[A-ZÑ&]{3,4}(\d{6})([A-Z\d]{2})([A\d])$/;

/** What only one of these numbers looks like, right or mistyped. */
const LIKE_CURP = /^[A-ZÑ]{4}\d{6}[A-ZÑ]{6}[A-Z\d]\d$/;
const LIKE_RFC = /^[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}$/;

/** @param id in capitals, without separators. */
export function mexicanId(id: string): Recognised | 'neither' | 'not_valid' {
  if (LIKE_CURP.test(id)) return isCurp(id) ? { form: 'curp', varied: CURP_VARIED } : 'not_valid';
  if (LIKE_RFC.test(id)) return isRfc(id) ? { form: 'rfc', varied: rfcVaried(id) } : 'not_valid';
  return 'neither';
}

/**
 * The check digit alone. The two consonants follow from the person's name, and the character after them tells births
 * before 2000 from later ones, which a question about the date of birth must not be helped by.
 */
const CURP_VARIED: readonly DigitRange[] = [null, null, null, 'any'];

/** The digits of the homonymy key and the check digit. Before them stands the last digit of the birthday. */
function rfcVaried(rfc: string): readonly DigitRange[] {
  const [first = '', second = '', check = ''] = rfc.slice(-3);
  const inKey = (character: string): DigitRange => (/[1-9]/.test(character) ? 'not_zero' : null);
  return [null, inKey(first), inKey(second), /\d/.test(check) ? 'any' : null];
}

const CURP_ALPHABET = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';
const RFC_ALPHABET = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';

function isCurp(id: string): boolean {
  const [, date, century] = CURP.exec(id) ?? [];
  if (date === undefined || century === undefined) return false;
  const isDay = isDayOf(/\d/.test(century) ? '19' : '20', date);
  const check = (10 - (weighted(id.slice(0, -1), CURP_ALPHABET, 18) % 10)) % 10;
  return isDay && String(check) === id.at(-1);
}

function isRfc(id: string): boolean {
  const date = RFC.exec(id)?.[1];
  if (date === undefined || !(isDayOf('19', date) || isDayOf('20', date))) return false;
  const rest = weighted(id.slice(0, -1).padStart(12, ' '), RFC_ALPHABET, 13) % 11;
  const check = rest === 0 ? '0' : rest === 1 ? 'A' : String(11 - rest);
  return check === id.at(-1);
}

const isDayOf = (century: string, date: string): boolean =>
  parseIsoDate(`${century}${date.slice(0, 2)}-${date.slice(2, 4)}-${date.slice(4)}`) !== null;

/** Each character's place in the alphabet times its weight, which falls by one from the first. */
const weighted = (text: string, alphabet: string, firstWeight: number): number =>
  [...text].reduce((sum, character, nth) => sum + alphabet.indexOf(character) * (firstWeight - nth), 0);
