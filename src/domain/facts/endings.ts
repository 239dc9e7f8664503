import { err, ok, type Result } from '../../kernel/result.ts';
import type { DigitRange, EndingFact, EndingKind, FactFault } from './fact.ts';
import { foldDigits } from './folding.ts';
import { hasLuhnDigit } from './luhn.ts';
import { mexicanId } from './mexican-ids.ts';

/*
 * Facts of which the last four characters are asked. Decoys vary digits only: which letters a number holds often
 * follows from a name or from an alphabet that leaves some out, so a letter in a decoy could give it away.
 */

/** How many characters are asked. */
export const ENDING_LENGTH = 4;

type Parsed = Result<EndingFact, FactFault>;

/**
 * Any identity number of 4 to 40 letters and digits. A Mexican CURP or RFC is known by its form, and must then have the
 * date and the check digit of one.
 */
export function parseNationalId(value: unknown): Parsed {
  const id = characters(value);
  if (id === null || id.length > 40) {
    return fault('national_id', 'an identity number of 4 to 40 letters and digits');
  }
  const mexican = mexicanId(id.join(''));
  if (mexican === 'not_valid') {
    return fault('national_id', 'right to the last digit where it is a CURP or an RFC: this one is mistyped');
  }
  return ending('national_id', id, mexican === 'neither' ? null : mexican.varied);
}

/** An account number of any bank: 4 to 34 letters and digits (ISO 13616 allows no more); its last four are enough. */
export function parseAccountNumber(value: unknown): Parsed {
  const number = characters(value);
  return number === null || number.length > 34
    ? fault('account_number', 'an account number of 4 to 34 letters and digits, or its last four')
    : ending('account_number', number, null);
}

/** A card's number, 12 to 19 digits with its check digit (ISO/IEC 7812-1), or just its last four. */
export function parseCardNumber(value: unknown): Parsed {
  const number = digits(value);
  const isWhole = number !== null && number.length >= 12 && number.length <= 19 && hasLuhnDigit(number);
  return number !== null && (isWhole || number.length === ENDING_LENGTH)
    ? ending('card_number', [...number], null)
    : fault(
        'card_number',
        'a card number of 12 to 19 digits with a right check digit, or its last four digits',
      );
}

/** Another telephone number on file, 4 to 15 digits (ITU-T E.164 allows no more); its last four are enough. */
export function parsePhoneLastDigits(value: unknown): Parsed {
  const number = digits(value);
  return number === null || number.length < ENDING_LENGTH || number.length > 15
    ? fault('phone_last_digits', 'a telephone number of 4 to 15 digits, or its last four')
    : ending('phone_last_digits', [...number], null);
}

const fault = (fact: EndingKind, expected: string) => err<FactFault>({ fact, expected });

function ending(kind: EndingKind, all: readonly string[], varied: readonly DigitRange[] | null): Parsed {
  const last = all.slice(-ENDING_LENGTH);
  return ok({
    kind,
    text: last.join(''),
    varied: varied ?? last.map((character) => (/\d/.test(character) ? 'any' : null)),
  });
}

/** Letters and digits as capitals; null for other than text, other signs than separators, or fewer than four. */
function characters(value: unknown): readonly string[] | null {
  if (typeof value !== 'string') return null;
  const all = [
    ...foldDigits(value.normalize('NFKC'))
      .toUpperCase()
      .replace(/[\s./_-]/g, ''),
  ];
  return all.length >= ENDING_LENGTH && all.every((each) => /[\p{L}\p{N}&]/u.test(each)) ? all : null;
}

function digits(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const all = foldDigits(value.normalize('NFKC')).replace(/[\s().+/-]/g, '');
  return /^\d+$/.test(all) ? all : null;
}
