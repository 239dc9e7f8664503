import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifyServerOptions } from 'fastify';

type Factory = NonNullable<
  NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>['buildSerializer']
>;

const factory: Factory = SerializerSelector();

/**
 * Fastify's own serialisers, each compiled when an answer first needs it. Most never are: every route names all the
 * problems that it may answer, and problems are sent as text. To compile them all took a third of the start.
 */
export const lazySerializers: Factory = (schemas, options) => {
  const compile = factory(schemas, options);
  return (route) => {
    let serialize: ReturnType<typeof compile> | null = null;
    return (data) => {
      serialize ??= compile(route);
      return serialize(data);
    };
  };
};
