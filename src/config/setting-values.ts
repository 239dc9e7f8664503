import { isIP } from 'node:net';
import { fromBase64url } from '../kernel/bytes.ts';
import { err, ok, type Result } from '../kernel/result.ts';

/*
 * How the text of each setting is read: the value, or what would have been right, as the end of a sentence.
 */
export type Read<T> = (text: string) => Result<T, string>;

export const wholeNumber =
  (least: number, most: number): Read<number> =>
  (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return number >= least && number <= most
      ? ok(number)
      : err(`must be a whole number from ${least} to ${most}`);
  };

export const oneOf =
  <T extends string>(...choices: readonly T[]): Read<T> =>
  (text) => {
    const choice = choices.find((each) => each === text);
    return choice === undefined ? err(`must be one of ${choices.join(', ')}`) : ok(choice);
  };

export const host: Read<string> = (text) =>
  isIP(text) !== 0 || /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(text)
    ? ok(text)
    : err('must be an address or a host name to listen on, such as 127.0.0.1');

/** Without control characters and spaces: what goes into a header or a URL as it is. */
export const printable: Read<string> = (text) =>
  /^[!-~]+$/.test(text) ? ok(text) : err('must be printable ASCII without spaces');

/** A key that is compared by a fast hash must be too long to be guessed. */
export const apiKey: Read<string> = (text) =>
  /^[A-Za-z0-9._~+/=-]{16,255}$/.test(text)
    ? ok(text)
    : err(
        'must have 16 to 255 letters, digits or ._~+/=- and be random (openssl rand -hex 32 makes one); ' +
          'leave it out to have one made at the first start',
      );

const SECRET_KEY_BYTES = 32;

export const secretKey: Read<Uint8Array> = (text) => {
  const bytes = fromBase64url(text.replace(/=+$/, ''));
  return bytes?.byteLength === SECRET_KEY_BYTES
    ? ok(bytes)
    : err(
        'must be 32 random bytes as base64url, 43 characters (openssl rand -base64 32 | tr +/ -_ makes one)',
      );
};

export const filePath: Read<string> = (text) =>
  text.includes('\0') ? err('must be the path of a file') : ok(text);

const LONGEST_NAME = 80;

/** A name for people to read, in one line. */
export const displayName: Read<string> = (text) => {
  const name = text.trim();
  return name.length <= LONGEST_NAME && !/\p{Cc}/u.test(name)
    ? ok(name)
    : err(`must be one line of at most ${LONGEST_NAME} characters`);
};

const MAIL_ADDRESS = /^[^\s:@/]+@[^\s@/]+$/;

export const mailAddress: Read<string> = (text) =>
  MAIL_ADDRESS.test(text) ? ok(text) : err('must be a mail address, such as operator@example.com');

/** Where a weakness is reported (RFC 9116 section 2.5.3): a URI; a bare mail address becomes one. */
export const contact: Read<string> = (text) => {
  const uri = MAIL_ADDRESS.test(text) ? `mailto:${text}` : text;
  return /^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/[^\s]+|tel:\+?[\d.-]+)$/.test(uri) && URL.canParse(uri)
    ? ok(uri)
    : err('must be a mail address, or a URI that begins with mailto:, https:// or tel:');
};

const SHORTEST_NUMBER = 8;
const LONGEST_NUMBER = 15;

/**
 * The digits of an international telephone number, as `wa.me` wants them: a leading plus sign or `00`, spaces and
 * dashes are left out (ITU-T E.164: at most 15 digits, and none of its country codes begins with 0).
 */
export const whatsappNumber: Read<string> = (text) => {
  const digits = text.trim().replace(/^\+/, '').replaceAll(/[\s-]/g, '').replace(/^00/, '');
  const isNumber =
    /^[1-9]\d*$/.test(digits) && digits.length >= SHORTEST_NUMBER && digits.length <= LONGEST_NUMBER;
  return isNumber
    ? ok(digits)
    : err(
        'must be a number with its country code and no leading zero, 8 to 15 digits, such as +52 1 55 1234 5678',
      );
};

/** Addresses and CIDR ranges, separated by commas. One that holds every address would believe anybody. */
export const networkRanges: Read<readonly string[]> = (text) => {
  const ranges = text.split(',').map((range) => range.trim());
  return ranges.every(isNetworkRange)
    ? ok(ranges)
    : err(
        'must be addresses or CIDR ranges separated by commas, such as 10.0.0.0/8, and none of all addresses',
      );
};

function isNetworkRange(range: string): boolean {
  const [address = '', prefix, ...more] = range.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0 || address.includes('%')) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= (version === 4 ? 32 : 128);
}
