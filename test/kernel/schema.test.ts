import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { allows, type Schema, type Static, Type } from '../../src/kernel/schema.ts';

const Person = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 5 }),
    age: Type.Optional(Type.Integer({ minimum: 0, maximum: 150 })),
    languages: Type.Array(Type.Unsafe<'en' | 'es'>({ enum: ['en', 'es'] }), { maxItems: 2 }),
    agreed: Type.Boolean(),
  },
  { additionalProperties: false, description: 'Somebody.' },
);

test('a schema is JSON Schema and nothing more', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(Person)), {
    type: 'object',
    required: ['name', 'languages', 'agreed'],
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 5 },
      age: { type: 'integer', minimum: 0, maximum: 150 },
      languages: { type: 'array', items: { enum: ['en', 'es'] }, maxItems: 2 },
      agreed: { type: 'boolean' },
    },
    additionalProperties: false,
    description: 'Somebody.',
  });
});

test('its type has the members that have to be there, and those that may be left out', () => {
  const person: Static<typeof Person> = { name: 'Ana', languages: ['es'], agreed: true };
  const older: Static<typeof Person> = { ...person, age: 40 };
  // @ts-expect-error a name has to be there
  const nameless: Static<typeof Person> = { languages: [], agreed: true };
  // @ts-expect-error only these two languages
  const french: Static<typeof Person> = { ...person, languages: ['fr'] };

  assert.ok(allows(Person, person));
  assert.ok(allows(Person, older));
  assert.ok(!allows(Person, nameless));
  assert.ok(!allows(Person, french));
});

test('where every member may be left out, an empty object is allowed, and a wrong member is not', () => {
  const schema = Type.Partial(Type.Object({ name: Type.String() }), { expected: 'must be a name' });

  assert.deepEqual(Object.keys(schema), ['type', 'properties', 'expected']);
  assert.ok(allows(schema, {}));
  assert.ok(!allows(schema, { name: 1 }));
});

test('a text is allowed where its check holds as well, also as a member that may be left out', () => {
  const even = Type.Refine(Type.String(), (value) => value.length % 2 === 0);
  const schema = Type.Object({ text: Type.Optional(even) });

  assert.ok(allows(schema, { text: 'four' }));
  assert.ok(!allows(schema, { text: 'three' }));
  assert.ok(allows(schema, {}));
});

test('a length is counted in characters, and not in halves of them', () => {
  assert.ok(allows(Type.String({ maxLength: 1 }), '😀'));
});

test('what an object has from its prototype is no member', () => {
  assert.ok(!allows(Type.Object({ toString: Type.String() }), {}));
  assert.ok(!allows(Type.Object({}, { additionalProperties: false }), { constructor: 1 }));
});

test('a schema that could not be checked is a mistake, and allows nothing', () => {
  assert.throws(() => allows(Type.Unsafe({ type: ['string', 'null'] }), null), TypeError);
  assert.throws(() => allows(Type.Unsafe({}), null), TypeError);
});

const bounds = (least: string, most: string) =>
  fc.record({ [least]: fc.nat({ max: 4 }), [most]: fc.nat({ max: 4 }) }, { requiredKeys: [] });

const { schemas } = fc.letrec<{ schemas: Schema }>((tie) => ({
  schemas: fc.oneof(
    { depthSize: 'small' },
    bounds('minLength', 'maxLength').map(Type.String),
    bounds('minimum', 'maximum').map(Type.Integer),
    fc.constant(Type.Boolean()),
    fc.constant(Type.Unsafe({ enum: ['a', 'b', 1, true] })),
    fc.tuple(tie('schemas'), bounds('minItems', 'maxItems')).map(([items, rest]) => Type.Array(items, rest)),
    fc
      .tuple(
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.tuple(tie('schemas'), fc.boolean())),
        fc.record({ additionalProperties: fc.boolean() }, { requiredKeys: [] }),
      )
      .map(([members, rest]) =>
        Type.Object(
          Object.fromEntries(
            Object.entries(members).map(([name, [schema, isOptional]]) => [
              name,
              isOptional ? Type.Optional(schema) : schema,
            ]),
          ),
          rest,
        ),
      ),
  ),
}));

const { values } = fc.letrec((tie) => ({
  values: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 'a', 'b', '', 'abc', '😀😀', 0, 1, -1, 2.5, 4, 5),
    fc.array(tie('values'), { maxLength: 5 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('values')),
  ),
}));

test('a library made for it agrees on whatever JSON is checked', () => {
  fc.assert(
    fc.property(schemas, values, (schema, value) => {
      assert.equal(allows(schema, value), Value.Check(JSON.parse(JSON.stringify(schema)), value));
    }),
    { seed: 8, numRuns: 3000 },
  );
});
