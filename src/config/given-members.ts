import { masked, shown } from './setting-fault.ts';

/** What a text in the file may stand in place of: a variable of the environment, or a file that holds it alone. */
export type SecretPlaces = {
  variable(name: string): string | null;
  fileText(path: string): string | null;
  /** For what a file holds that is no text, such as a picture. */
  readonly fileBytes: (path: string) => Uint8Array | null;
};

type Fault = (path: string, found: string | null, expected: string) => void;

/**
 * The members of one object of the settings file, with every `{"env": NAME}` and `{"file": PATH}` in them replaced by
 * the text that it stands for, and what is null left out. Remembers which texts came that way: nobody may see them.
 */
export class GivenMembers {
  readonly values: ReadonlyMap<string, unknown>;
  readonly #fault: Fault;
  readonly #places: SecretPlaces;
  readonly #hidden = new Set<string>();

  constructor(members: object, places: SecretPlaces, fault: Fault) {
    this.#places = places;
    this.#fault = fault;
    const values = Object.entries(members).map(
      ([name, value]) => [name, this.#resolved(value, name)] as const,
    );
    this.values = new Map(values.filter(([, value]) => value !== undefined));
  }

  /** Whether a text there was not in the file itself. @param path such as `secrets[0]`. */
  isHidden(path: string): boolean {
    return this.#hidden.has(path);
  }

  /** A value as a fault may show it. */
  shown(path: string, value: unknown, isSecret: boolean): string {
    if (typeof value !== 'string') return Array.isArray(value) ? 'a list' : typeOf(value);
    return isSecret || this.isHidden(path) ? masked(value) : shown(value);
  }

  #resolved(value: unknown, path: string): unknown {
    if (value === null) return undefined;
    if (Array.isArray(value))
      return value.map((each: unknown, nth) => this.#resolved(each, `${path}[${nth}]`));
    if (typeof value !== 'object') return value;
    const [[name, at] = [], ...more] = Object.entries(value);
    if (more.length === 0 && typeof at === 'string' && (name === 'env' || name === 'file')) {
      return this.#fetched(name, at, path);
    }
    const members = Object.entries(value).map(([member, each]) => [
      member,
      this.#resolved(each, `${path}.${member}`),
    ]);
    return Object.fromEntries(members.filter(([, each]) => each !== undefined));
  }

  #fetched(place: 'env' | 'file', at: string, path: string): string {
    const text = place === 'env' ? this.#places.variable(at) : this.#places.fileText(at);
    this.#hidden.add(path);
    if (text !== null && text.trim() !== '') return text.trim();
    const what = place === 'env' ? 'the variable' : 'the file';
    const why = text === null ? (place === 'env' ? 'is not set' : 'cannot be read') : 'is empty';
    this.#fault(path, null, `names ${what} ${shown(at)}, which ${why}`);
    return UNKNOWN;
  }
}

/** Stands for a text that could not be had, whose fault is told already. */
export const UNKNOWN = '\u0000';

const typeOf = (value: unknown): string =>
  typeof value === 'object'
    ? 'an object'
    : `${typeof value === 'number' ? 'the number' : 'the value'} ${String(value)}`;
