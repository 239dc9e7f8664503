import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { KEY_PARAMETER } from './authentication.ts';
import { TAG } from './challenge-routes.ts';
import { CLIENTS_TAG } from './client-routes.ts';
import { DELIVERIES_TAG } from './delivery-routes.ts';

/** How the OpenAPI document is made of the schemas that validate and serialise: version 3.1, which is JSON Schema itself. */
export const openapiOptions = (version: string): FastifyDynamicSwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version,
      description:
        'Step-up verification for chat bots: a bot asks for a challenge, the person answers the questions behind its ' +
        'one-time link, and the bot learns the verdict. Errors are problem details (RFC 9457); `/docs/errors` lists ' +
        'them all.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This service' }],
    tags: [
      { name: TAG, description: 'Requests to verify a client, their links and their verdicts.' },
      { name: CLIENTS_TAG, description: 'Why a client is refused, and how to lift it.' },
      {
        name: DELIVERIES_TAG,
        description: 'Events on their way to the bot platform: what is stuck, why, and sending it again.',
      },
      { name: 'Operation', description: 'For whoever runs the service.' },
    ],
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'The best way: `Authorization: Bearer <key>`.',
        },
        header: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        query: {
          type: 'apiKey',
          in: 'query',
          name: KEY_PARAMETER,
          description:
            'For platforms that can set no header. A URL is more easily seen by others than a header.',
        },
      },
    },
    security: [{ bearer: [] }, { header: [] }, { query: [] }],
  },
  convertConstToEnum: false,
  refResolver: {
    buildLocalReference: (schema, _base, _fragment, index) => nameOf(schema) ?? `Schema${index}`,
  },
});

const nameOf = (schema: object): string | null =>
  '$id' in schema && typeof schema.$id === 'string' ? schema.$id : null;
