import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** A value that its schema does not allow, and what would be right. */
export type SchemaFault = {
  readonly path: string;
  readonly value: unknown;
  readonly isSecret: boolean;
  readonly expected: string;
};

/** Every part of a value that is wrong, the innermost part that can be named. */
export function schemaFaults(schema: TSchema, value: unknown, path: string): readonly SchemaFault[] {
  const properties = propertiesOf(schema);
  if (properties !== null && isObject(value)) return memberFaults(schema, properties, value, path);
  const items = itemsOf(schema);
  if (items !== null && Array.isArray(value)) {
    const each = value.flatMap((item: unknown, nth) => schemaFaults(items, item, `${path}[${nth}]`));
    if (each.length > 0) return each;
  }
  if (Value.Check(schema, value)) return [];
  return [{ path, value, isSecret: markOf(schema, 'secret'), expected: expectedOf(schema) }];
}

/** Texts in a value that are addresses which are called, each with its path. */
export function addressesIn(
  schema: TSchema,
  value: unknown,
  path: string,
): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return markOf(schema, 'address') ? [[path, value]] : [];
  const items = itemsOf(schema);
  if (items !== null && Array.isArray(value)) {
    return value.flatMap((item: unknown, nth) => addressesIn(items, item, `${path}[${nth}]`));
  }
  const properties = propertiesOf(schema);
  if (properties === null || !isObject(value)) return [];
  return Object.entries(properties).flatMap(([name, member]) =>
    addressesIn(member, value[name], below(path, name)),
  );
}

function memberFaults(
  schema: TSchema,
  properties: Readonly<Record<string, TSchema>>,
  value: Readonly<Record<string, unknown>>,
  path: string,
): readonly SchemaFault[] {
  const needed = 'required' in schema && Array.isArray(schema.required) ? schema.required : [];
  const known = Object.entries(properties).flatMap(([name, member]) => {
    if (name in value) return schemaFaults(member, value[name], below(path, name));
    if (!needed.includes(name)) return [];
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

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function propertiesOf(schema: TSchema): Readonly<Record<string, TSchema>> | null {
  // A schema of an object holds schemas under this name (JSON Schema, "properties").
  return 'properties' in schema ? (schema.properties as Readonly<Record<string, TSchema>>) : null;
}

function itemsOf(schema: TSchema): TSchema | null {
  // A schema of a list holds the one schema of its items under this name (JSON Schema, "items").
  return 'items' in schema ? (schema.items as TSchema) : null;
}

const markOf = (schema: TSchema, name: 'secret' | 'address'): boolean =>
  name in schema && Object.hasOwn(schema, name);

const expectedOf = (schema: TSchema): string =>
  'expected' in schema && typeof schema.expected === 'string'
    ? schema.expected
    : 'does not have the form expected';
