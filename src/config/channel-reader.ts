import type { GivenMembers } from './given-members.ts';
import { UNKNOWN } from './given-members.ts';
import type { SettingFault } from './setting-fault.ts';
import type { Read } from './setting-values.ts';

const CONFIG_FILE = 'countersign.config.json';

/** Reads the members of one channel, and keeps every fault that it meets. */
export class ChannelReader {
  readonly #name: string;
  readonly #members: GivenMembers;
  readonly #keep: (fault: SettingFault) => void;
  readonly #faulty = new Set<string>();

  constructor(name: string, members: GivenMembers, keep: (fault: SettingFault) => void) {
    this.#name = name;
    this.#members = members;
    this.#keep = keep;
  }

  get values(): ReadonlyMap<string, unknown> {
    return this.#members.values;
  }

  /** Null where the member is left out, or is wrong: then its fault is kept. A number is read as its digits. */
  text<T>(member: string, parse: Read<T>): T | null {
    const value = this.values.get(member);
    if (value === undefined) return null;
    if (typeof value !== 'string' && typeof value !== 'number') {
      this.fault(member, value, 'must be a text');
      return null;
    }
    return this.#parsed(member, String(value), parse);
  }

  flag(member: string, absent: boolean): boolean {
    const value = this.values.get(member) ?? absent;
    if (typeof value === 'boolean') return value;
    this.fault(member, value, 'must be true or false');
    return absent;
  }

  /** Each item that is right; null where the member is left out or is no list. */
  list<T>(member: string, parse: Read<T>): readonly T[] | null {
    return this.items(member, (item, path) => {
      if (typeof item === 'string') return this.#parsed(path, item, parse);
      this.fault(path, item, 'must be a text');
      return null;
    });
  }

  /** As list, for items that are not only texts. @param read null for an item whose fault it kept. */
  items<T>(member: string, read: (item: unknown, path: string) => T | null): readonly T[] | null {
    const value = this.values.get(member);
    if (value === undefined) return null;
    if (!Array.isArray(value)) {
      this.fault(member, value, 'must be a list');
      return null;
    }
    return value.map((item: unknown, nth) => read(item, `${member}[${nth}]`)).filter((item) => item !== null);
  }

  /** Whether a member was read and is right, or is left out. */
  isSound(...members: readonly string[]): boolean {
    return members.every((member) => !this.#faulty.has(member));
  }

  /** Keeps a fault. @param found what was found there; undefined for nothing. */
  fault(path: string, found: unknown, expected: string, isSecret = false): void {
    this.#faulty.add(path.split(/[.[]/)[0] ?? path);
    // Its fault, that it could not be had, is told already.
    if (found === UNKNOWN) return;
    this.#keep({
      setting: `channels.${this.#name}${path === '' ? '' : `.${path}`}`,
      source: CONFIG_FILE,
      found: found === undefined ? null : this.#members.shown(path, found, isSecret),
      expected,
    });
  }

  #parsed<T>(path: string, text: string, parse: Read<T>): T | null {
    const value = parse(text.trim());
    if (value.ok) return value.value;
    this.fault(path, text, value.error, path.startsWith('api_keys'));
    return null;
  }
}
