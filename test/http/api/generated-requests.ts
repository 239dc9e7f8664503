import fc, { type Arbitrary } from 'fast-check';
import type { InjectOptions } from 'fastify';
import { isUnfilled } from '../../../src/http/api/unfilled.ts';
import { DELIVERY_ID, ID } from './fake-api.ts';
import type { OpenApi, Operation, Parameter, Schema } from './openapi-document.ts';

/*
 * Requests made of an OpenAPI document: such as it allows, and such that are broken in one place or everywhere.
 */

export type Target = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly operation: Operation;
};

export const targetsOf = (document: OpenApi): readonly Target[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      method: method === 'post' ? ('POST' as const) : ('GET' as const),
      path,
      operation,
    })),
  );

type Parts = {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, unknown>>;
  readonly body: unknown;
};

/** A request that the document allows. */
export const allowed = (document: OpenApi, target: Target): Arbitrary<InjectOptions> =>
  partsOf(document, target).map((parts) => requestOf(target, parts));

/** A request that is mostly like one that the document allows. */
export function broken(document: OpenApi, target: Target): Arbitrary<InjectOptions> {
  const parts = partsOf(document, target);
  return fc.oneof(
    fc
      .tuple(parts, damage)
      .map(([good, { part, name, value }]) =>
        requestOf(target, { ...good, [part]: damaged(good[part], name, value) }),
      ),
    fc.tuple(parts, hostileText).map(([good, text]) => withBody(requestOf(target, good), text)),
    fc.tuple(parts, printable).map(([good, query]) => {
      const request = requestOf(target, good);
      return { ...request, url: `${String(request.url).split('?')[0]}?${query}` };
    }),
  );
}

const printable = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.json(),
  fc.constantFrom(
    '',
    '{',
    '[]',
    'null',
    '{"__proto__":1}',
    '{"a":1}{',
    '\ufeff{}',
    '9'.repeat(400),
    '['.repeat(9000),
  ),
);
const hostileValue = fc.oneof(
  fc.jsonValue(),
  hostileText,
  fc.constantFrom('a'.repeat(20_000), -0, 1e308, '\ud800'),
);

const damage = fc.record({
  part: fc.constantFrom('path' as const, 'query' as const, 'header' as const, 'body' as const),
  name: fc.oneof(fc.nat(20), fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'facts')),
  value: hostileValue,
});

/** The part with one of its members, or a new one, replaced; or replaced as a whole. */
function damaged(part: unknown, name: string | number, value: unknown): unknown {
  if (typeof part !== 'object' || part === null) return value;
  const names = Object.keys(part);
  const member = typeof name === 'number' ? names[name % Math.max(1, names.length)] : name;
  return Object.fromEntries([...Object.entries(part), [member ?? 'x', value]]);
}

function partsOf(document: OpenApi, { operation }: Target): Arbitrary<Parts> {
  const of = (place: Parameter['in']) =>
    recordOf((operation.parameters ?? []).filter((each) => each.in === place));
  const body = operation.requestBody?.content['application/json']?.schema;
  return fc.record({
    path: of('path'),
    query: of('query'),
    header: of('header'),
    body: body === undefined ? fc.constant(undefined) : valueBy(document, body),
  });
}

function recordOf(parameters: readonly Parameter[]): Arbitrary<Readonly<Record<string, unknown>>> {
  const none: OpenApi = {
    openapi: '',
    security: [],
    paths: {},
    components: { schemas: {}, securitySchemes: {} },
  };
  const values = parameters.map(({ name, schema }) => [name, valueBy(none, schema)] as const);
  const requiredKeys = parameters.filter(({ required }) => required).map(({ name }) => name);
  return fc.record(Object.fromEntries(values), { requiredKeys });
}

/** Values that obey a schema, in the keywords that the document uses. */
function valueBy(document: OpenApi, schema: Schema): Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    const target = document.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
    return target === undefined ? fc.constant(null) : valueBy(document, target);
  }
  const types = [schema.type ?? 'string'].flat();
  return fc.oneof(...types.map((type) => valueByType(document, schema, type)));
}

function valueByType(document: OpenApi, schema: Schema, type: string): Arbitrary<unknown> {
  if (type === 'null') return fc.constant(null);
  if (type === 'integer') return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1000 });
  if (type === 'object') return objectOf(document, schema);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.pattern?.startsWith('^chl_')) return fc.constant(ID);
  if (schema.pattern?.startsWith('^dlv_')) return fc.constant(DELIVERY_ID);
  // A list of names, which nobody hits upon by chance.
  if (schema.pattern?.startsWith('^(?:all|')) return fc.stringMatching(new RegExp(schema.pattern));
  return textOf(schema);
}

function objectOf(document: OpenApi, schema: Schema): Arbitrary<unknown> {
  if (schema.properties !== undefined) {
    const members: Record<string, Arbitrary<unknown>> = {};
    for (const [name, member] of Object.entries(schema.properties)) {
      members[name] = FACTS[name] ?? valueBy(document, member);
    }
    return fc.record(members, { requiredKeys: [...(schema.required ?? [])] });
  }
  const { additionalProperties: member, propertyNames = {}, maxProperties = 5 } = schema;
  const values = typeof member === 'object' ? textOf(member) : fc.string();
  return fc.dictionary(textOf(propertyNames), values, { maxKeys: Math.min(5, maxProperties) });
}

/** Facts whose parsers ask for more than a schema can say: check digits, a value from its own list, a year of the past. */
const FACTS: Readonly<Record<string, Arbitrary<unknown>>> = {
  national_id: fc.oneof(
    fc.constantFrom('HEGG560427MVZRRL04', 'GODE561231GR8', null),
    fc.stringMatching(/^[0-9]{8}[A-Z]$/),
  ),
  account_number: fc.stringMatching(/^[A-Z0-9]{4,34}$/),
  card_number: fc.oneof(fc.constantFrom('4111 1111 1111 1111', null), fc.stringMatching(/^[0-9]{4}$/)),
  phone_last_digits: fc.stringMatching(/^\+?[0-9]{4,15}$/),
  postal_code: fc.stringMatching(/^[A-Z0-9]{3,8}$/),
  city: fc.constantFrom(
    'Oaxaca de Juárez',
    null,
    { value: 'b', among: ['a', 'b', 'c', 'd', 'e'] },
    { value: 'É', among: ['a', 'b', 'c', 'd', 'é'], popularity: [1, 2, 3, 4.5, 5] },
  ),
  street: fc.stringMatching(/^[A-Z][a-z]{1,20} [0-9]{1,4}$/),
  choice: fc.constantFrom(null, { question: 'Which branch?', value: 'b', among: ['a', 'b', 'c', 'd', 'e'] }),
  amount: fc.oneof(
    fc.integer({ min: 1, max: 999_999 }),
    fc.constantFrom('0.01', null, { value: 12.5, currency: 'MXN', bounds: [0, 10, 20, '30.5', 40, 50] }),
  ),
  year: fc.oneof(fc.integer({ min: 1900, max: 2026 }), fc.constantFrom('1999', null)),
  text: fc.constantFrom(null, { question: 'Who is your adviser?', value: 'Ana Ñ' }),
};

const UNITS = ['grapheme-ascii', 'grapheme', 'binary'] as const;

function textOf({ format, pattern, minLength = 0, maxLength = 40 }: Schema): Arbitrary<string> {
  if (format === 'date') {
    const [min, max] = [new Date('1900-01-01'), new Date('2026-11-22')];
    return fc.date({ min, max, noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  }
  if (format === 'date-time')
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
      .map((date) => date.toISOString());
  if (format === 'uri') return fc.webUrl({ withQueryParameters: true }).filter((url) => !url.includes('#'));
  const obeys = new RegExp(pattern ?? '', 'u');
  // Shorter than allowed, so that what is one unit and several characters stays within the limit too.
  const size = { minLength, maxLength: Math.min(maxLength, 40) };
  return fc
    .oneof(...UNITS.map((unit) => fc.string({ unit, ...size })))
    .filter((text) => obeys.test(text) && [...text].length <= maxLength && text !== '__proto__')
    .filter((text) => minLength === 0 || !isUnfilled(text));
}

function requestOf({ method, path }: Target, { path: names, query, header, body }: Parts): InjectOptions {
  const url = path.replace(/\{(\w+)\}/g, (_whole, name: string) => encoded(names[name]));
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each) => `${encoded(name)}=${encoded(each)}`),
  );
  const headers = Object.entries(header).map(([name, value]) => [asciiToken(name), text(value)] as const);
  return {
    method,
    url: pairs.length === 0 ? url : `${url}?${pairs.join('&')}`,
    headers: { ...Object.fromEntries(headers), ...(body === undefined ? {} : JSON_TYPE) },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) ?? '' }),
  };
}

const withBody = (request: InjectOptions, payload: string): InjectOptions => ({
  ...request,
  payload,
  headers: { ...request.headers, ...JSON_TYPE },
});

const JSON_TYPE = { 'content-type': 'application/json' };

const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
const encoded = (value: unknown): string => encodeURIComponent(text(value).toWellFormed());
const asciiToken = (name: string): string => name.replace(/[^a-z0-9-]/gi, 'x') || 'x';
