import type { FastifyInstance } from 'fastify';
import type { PublishedKeys } from '../app/published-keys.ts';

export const KEYS_JSON = '/.well-known/countersign-keys.json';

/**
 * `GET /.well-known/countersign-keys.json`, on both sides: by which keys evidence can be believed. Nothing in it is
 * secret, and whoever checks evidence asks without a key.
 */
export function publishedKeysRoute(
  app: FastifyInstance,
  publishedKeys: () => Promise<PublishedKeys | null>,
): void {
  app.get(KEYS_JSON, { schema: { hide: true } }, async (_request, reply) => {
    const published = await publishedKeys();
    const body = {
      origin: published?.origin ?? null,
      keys: (published?.keys ?? []).map(({ key, pem, isCurrent }) => ({
        key,
        algorithm: 'Ed25519',
        pem,
        current: isCurrent,
      })),
    };
    return reply
      .header('content-type', 'application/json; charset=utf-8')
      .send(`${JSON.stringify(body, null, 2)}\n`);
  });
}
