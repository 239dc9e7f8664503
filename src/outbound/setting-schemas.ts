import { type Schema, Type } from '../kernel/schema.ts';

/*
 * The members of a connector's settings. Each says, as the end of a sentence, what would be right (`expected`); whether
 * nobody may see its value (`secret`); and whether it is an address that is called (`address`), which must then be
 * https, but on loopback hosts and on those that the channel allows.
 */

type Marks = { readonly secret?: true; readonly address?: true };

export const textThat = (check: (value: string) => boolean, expected: string, marks: Marks = {}) =>
  Type.Refine(Type.String({ expected, ...marks }), check);

/** What goes into a URL or a header as it is. */
const isPrintable = (value: string): boolean => /^[!-~]{1,2048}$/.test(value);

/** A token or a password that is handed to the platform. */
export const secretText = () =>
  textThat(isPrintable, 'must be printable ASCII without spaces', { secret: true });

/** A name or an id at the platform. */
export const idText = () => textThat(isPrintable, 'must be printable ASCII without spaces');

/** A name at the platform that people chose: in one line, of at most 256 characters. */
export const nameText = () =>
  textThat(
    (value) => /^[^\p{Cc}\p{Cs}]{1,256}$/u.test(value),
    'must be a text in one line of at most 256 characters',
  );

/** The base of an API: paths are appended to it. */
export const apiAddress = () =>
  textThat(
    (value) => isWebUrl(value) && !/[?#]/.test(value),
    'must be an https:// URL without a password and without a query',
    { address: true },
  );

/** The whole of an address: it may have a query. */
export const webAddress = () =>
  textThat(
    (value) => isWebUrl(value) && !value.includes('#'),
    'must be an https:// URL without a password and without a #',
    { address: true },
  );

export const listOf = <S extends Schema>(each: S, expected: string, limits: { minItems?: number } = {}) =>
  Type.Array(each, { expected, maxItems: 100, ...limits });

function isWebUrl(value: string): boolean {
  const url = URL.parse(value);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || url.protocol === 'http:';
}
