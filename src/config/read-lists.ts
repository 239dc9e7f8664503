import type { ValueList } from '../domain/facts/value-list.ts';
import { err, type Result } from '../kernel/result.ts';
import { isObject } from '../kernel/schema.ts';
import type { Catalogue } from './channel-settings.ts';
import { type SettingFault, shown } from './setting-fault.ts';

const CONFIG_FILE = 'countersign.config.json';

/**
 * The operator's lists of values, by name: each a list of texts, all alike, or an object whose members are texts with
 * how common they are.
 * @param given the member `lists` of the settings file. @param keep is told every fault.
 */
export function readLists(
  given: unknown,
  { makeList }: Catalogue,
  keep: (fault: SettingFault) => void,
): ReadonlyMap<string, ValueList> {
  const lists = new Map<string, ValueList>();
  if (given === undefined || given === null) return lists;
  if (!isObject(given)) {
    keep({ setting: 'lists', source: CONFIG_FILE, found: null, expected: AN_OBJECT });
    return lists;
  }
  for (const [name, members] of Object.entries(given)) {
    const made = readList(members, makeList);
    if (made.ok) lists.set(name, made.value);
    else
      keep({
        setting: `lists.${shown(name).slice(1, -1)}`,
        source: CONFIG_FILE,
        found: null,
        expected: made.error,
      });
  }
  return lists;
}

function readList(members: unknown, makeList: Catalogue['makeList']): Result<ValueList, string> {
  const values = Array.isArray(members) ? members : isObject(members) ? Object.keys(members) : [null];
  const popularity = isObject(members) ? Object.values(members) : null;
  if (!values.every((each) => typeof each === 'string')) return err(A_LIST);
  if (popularity?.every((each) => typeof each === 'number') === false) return err(A_LIST);
  const made = makeList(values, popularity);
  return made.ok ? made : err(`${A_LIST}, ${made.error}`);
}

const AN_OBJECT = 'must be an object whose members are lists of values by their names';
const A_LIST = 'must be a list of texts, or an object with texts and how common each is';
