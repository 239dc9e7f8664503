/*
 * JSON Schema (2020-12) written once for three uses: the type of what it allows, the check of a value, and the OpenAPI
 * document. What a schema says besides, such as whether a member may be left out, is under symbols: JSON has none of it.
 */

declare const ALLOWED: unique symbol;
const OPTIONAL = Symbol('optional');
const REFINED = Symbol('refined');

/** A schema that allows values of `T`, with any keywords and annotations. */
export type Schema<T = unknown> = {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Members;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly [annotation: string]: unknown;
  readonly [REFINED]?: (value: string) => boolean;
  /** Never there: by it TypeScript knows what the schema allows. */
  readonly [ALLOWED]?: T;
};

export type OptionalSchema<T = unknown> = Schema<T> & { readonly [OPTIONAL]: true };
export type ObjectSchema<M extends Members = Members> = Schema<Whole<M>> & { readonly properties: M };

/** What a schema allows. */
export type Static<S extends Schema> = S extends Schema<infer T> ? T : never;

type Members = Readonly<Record<string, Schema>>;
type NamesOfOptional<M extends Members> = {
  [Name in keyof M]: M[Name] extends OptionalSchema ? Name : never;
}[keyof M];
type Whole<M extends Members> = {
  [Name in Exclude<keyof M, NamesOfOptional<M>>]: Static<M[Name]>;
} & { [Name in NamesOfOptional<M>]?: Static<M[Name]> };
type AllOptional<M extends Members> = { readonly [Name in keyof M]: OptionalSchema<Static<M[Name]>> };

type Annotations = Readonly<Record<string, unknown>>;

export const Type = {
  String: (annotations: Annotations = {}): Schema<string> => ({ type: 'string', ...annotations }),
  Integer: (annotations: Annotations = {}): Schema<number> => ({ type: 'integer', ...annotations }),
  Boolean: (annotations: Annotations = {}): Schema<boolean> => ({ type: 'boolean', ...annotations }),

  Array: <S extends Schema>(items: S, annotations: Annotations = {}): Schema<Static<S>[]> => ({
    type: 'array',
    items,
    ...annotations,
  }),

  Object: <M extends Members>(properties: M, annotations: Annotations = {}): ObjectSchema<M> => {
    const required = Object.keys(properties).filter((name) => !isOptional(properties[name]));
    return { type: 'object', ...(required.length === 0 ? {} : { required }), properties, ...annotations };
  },

  /** A member of an object that may be left out. */
  Optional: <T>(schema: Schema<T>): OptionalSchema<T> => ({ ...schema, [OPTIONAL]: true }),

  /** An object of the same members, each of which may be left out. */
  Partial: <M extends Members>(
    { properties }: ObjectSchema<M>,
    annotations: Annotations = {},
  ): ObjectSchema<AllOptional<M>> => {
    const members = Object.entries(properties).map(([name, member]) => [name, Type.Optional(member)]);
    // The same names, each with its own schema.
    return Type.Object(Object.fromEntries(members) as AllOptional<M>, annotations);
  },

  /** Keywords that none of the others writes. The type is believed. */
  Unsafe: <T>({ ...keywords }: Annotations): Schema<T> => keywords,

  /** Texts for which `check` holds as well. JSON has no word for that, so only `allows` asks it. */
  Refine: (schema: Schema<string>, check: (value: string) => boolean): Schema<string> => ({
    ...schema,
    [REFINED]: check,
  }),
};

const isOptional = (schema: Schema | undefined): boolean => schema !== undefined && OPTIONAL in schema;

/** Whether a schema made of `Type` allows a value. @throws TypeError for a schema of another type. */
export function allows<S extends Schema>(schema: S, value: unknown): value is Static<S> {
  if (schema.enum !== undefined) return schema.enum.includes(value);
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' && allowsText(schema, value);
    case 'integer':
      return Number.isInteger(value) && isWithin(Number(value), schema.minimum, schema.maximum);
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value) && allowsList(schema, value);
    case 'object':
      return isObject(value) && allowsMembers(schema, value);
    default:
      throw new TypeError('a schema of this type is not checked here');
  }
}

function allowsText(schema: Schema, value: string): boolean {
  // JSON Schema counts characters (RFC 8259), and not halves of pairs.
  const isLong = schema.minLength !== undefined || schema.maxLength !== undefined;
  if (isLong && !isWithin([...value].length, schema.minLength, schema.maxLength)) return false;
  return schema[REFINED]?.(value) ?? true;
}

function allowsList({ items, minItems, maxItems }: Schema, value: readonly unknown[]): boolean {
  return (
    isWithin(value.length, minItems, maxItems) &&
    value.every((item) => items === undefined || allows(items, item))
  );
}

function allowsMembers(
  { properties = {}, required = [], additionalProperties }: Schema,
  value: Readonly<Record<string, unknown>>,
): boolean {
  if (!required.every((name) => Object.hasOwn(value, name))) return false;
  return Object.entries(value).every(([name, member]) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return schema === undefined ? additionalProperties !== false : allows(schema, member);
  });
}

/** Whether a value is what JSON calls an object: anything with members that is no list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWithin = (number: number, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY) =>
  number >= least && number <= most;
