import { AjvCompiler, type BuildCompilerFromPool } from '@fastify/ajv-compiler';
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifySchemaCompiler, FastifyServerOptions } from 'fastify';
import { onceNeeded } from '../kernel/once-needed.ts';
import type { Schema } from '../kernel/schema.ts';

type Factories = Required<
  NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>
>;

const validators: BuildCompilerFromPool = AjvCompiler();
const serializers: Factories['buildSerializer'] = SerializerSelector();

const lazyValidators: BuildCompilerFromPool = (schemas, options) => {
  const compiler = onceNeeded(() => validators(schemas, options));
  const lazily: FastifySchemaCompiler<Schema> = (route) => {
    const schema = route.httpPart === 'headers' ? inLowerCase(route.schema) : route.schema;
    const validator = onceNeeded(() => compiler()({ ...route, schema }));
    return (value) => validator()(value) === true || { error: validator().errors ?? [] };
  };
  // Fastify asks whatever validates as its own type for it says; that of the factory knows only Ajv's functions.
  return lazily as ReturnType<BuildCompilerFromPool>;
};

const lazySerializers: Factories['buildSerializer'] = (schemas, options) => {
  const compile = serializers(schemas, options);
  return (route) => {
    const serialize = onceNeeded(() => compile(route));
    return (data) => serialize()(data);
  };
};

/** Node hands out the names of headers so. Fastify does this too, but only where it makes the validators alone. */
function inLowerCase({ properties = {}, required = [], ...rest }: Schema): Schema {
  const members = Object.entries(properties).map(([name, schema]) => [name.toLowerCase(), schema]);
  return {
    ...rest,
    properties: Object.fromEntries(members),
    required: required.map((name) => name.toLowerCase()),
  };
}

/**
 * Fastify's own validators and serialisers, each compiled when a request or an answer first needs it. Most never are:
 * every route names all the problems that it may answer, and problems are sent as text. To compile them all took two
 * fifths of the start.
 */
export const lazyCompilers: Factories = { buildValidator: lazyValidators, buildSerializer: lazySerializers };
