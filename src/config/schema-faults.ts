import { allows, isObject, type Schema } from '../kernel/schema.ts';

/** A value that its schema does not allow, and what would be right. */
export type SchemaFault = {
  readonly path: string;
  readonly value: unknown;
  readonly isSecret: boolean;
  readonly expected: string;
};

/** Every part of a value that is wrong, the innermost part that can be named. */
export function schemaFaults(schema: Schema, value: unknown, path: string): readonly SchemaFault[] {
  const { properties, items } = schema;
  if (properties !== undefined && isObject(value)) return memberFaults(schema, properties, value, path);
  if (items !== undefined && Array.isArray(value)) {
    const each = value.flatMap((item: unknown, nth) => schemaFaults(items, item, `${path}[${nth}]`));
    if (each.length > 0) return each;
  }
  if (allows(schema, value)) return [];
  return [{ path, value, isSecret: markOf(schema, 'secret'), expected: expectedOf(schema) }];
}

/** Texts in a value that are addresses which are called, each with its path. */
export function addressesIn(
  schema: Schema,
  value: unknown,
  path: string,
): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return markOf(schema, 'address') ? [[path, value]] : [];
  const { properties, items } = schema;
  if (items !== undefined && Array.isArray(value)) {
    return value.flatMap((item: unknown, nth) => addressesIn(items, item, `${path}[${nth}]`));
  }
  if (properties === undefined || !isObject(value)) return [];
  return Object.entries(properties).flatMap(([name, member]) =>
    addressesIn(member, value[name], below(path, name)),
  );
}

function memberFaults(
  { required = [] }: Schema,
  properties: Readonly<Record<string, Schema>>,
  value: Readonly<Record<string, unknown>>,
  path: string,
): readonly SchemaFault[] {
  const known = Object.entries(properties).flatMap(([name, member]) => {
    if (name in value) return schemaFaults(member, value[name], below(path, name));
    if (!required.includes(name)) return [];
    const expected = expectedOf(member).replace(/^must be/, 'must be set, to');
    return [{ path: below(path, name), value: undefined, isSecret: true, expected }];
  });
  const unknown = Object.keys(value)
    .filter((name) => !(name in properties))
    .map((name) => ({
      path: below(path, name),
      value: undefined,
      isSecret: true,
      expected: `is no member of it; those are ${Object.keys(properties).join(', ')}`,
    }));
  return [...known, ...unknown];
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const markOf = (schema: Schema, name: 'secret' | 'address'): boolean => Object.hasOwn(schema, name);

const expectedOf = ({ expected }: Schema): string =>
  typeof expected === 'string' ? expected : 'does not have the form expected';
