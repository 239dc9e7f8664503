import { err, ok, type Result } from '../../kernel/result.ts';
import { KEY_PARAMETER } from './authentication.ts';

/** The query parameters of a request, each given once. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * The parameters of a parsed query string. A name that is none of `known` is a fault, and so is one given twice.
 * @returns or, in plain words, what is wrong.
 */
export function queryParameters(query: unknown, known: readonly string[]): Result<Parameters, string> {
  const parameters = parametersGivenOnce(query);
  if (!parameters.ok) return parameters;
  for (const name of parameters.value.keys()) {
    if (name !== KEY_PARAMETER && !known.includes(name)) {
      const those = known.length === 0 ? 'takes none' : `takes ${known.join(', ')}`;
      return err(`The query parameter ${quoted(name)} is unknown: this path ${those}.`);
    }
  }
  return parameters;
}

/** As queryParameters, but names that are not known are left alone. */
export function parametersGivenOnce(query: unknown): Result<Parameters, string> {
  const parameters = new Map<string, string>();
  if (typeof query !== 'object' || query === null) return ok(parameters);
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== 'string') return err(`The query parameter ${quoted(name)} is given more than once.`);
    parameters.set(name, value);
  }
  return ok(parameters);
}

/** A parameter that is a whole number from `least` to `most`; `absent` where it is not given. */
export function wholeNumber(
  parameters: Parameters,
  name: string,
  { least, most, absent }: { readonly least: number; readonly most: number; readonly absent: number },
): Result<number, string> {
  const text = parameters.get(name);
  if (text === undefined) return ok(absent);
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most
    ? ok(number)
    : err(`The query parameter ${name} must be a whole number from ${least} to ${most}.`);
}

/** A name from outside as a sentence may show it: quoted, its line breaks escaped, cut where it is long. */
export const quoted = (name: string): string =>
  JSON.stringify(name.length > 64 ? `${name.slice(0, 64)}…` : name);
