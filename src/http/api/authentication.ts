import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Channel } from '../../app/channel.ts';
import { toBase64url } from '../../kernel/bytes.ts';
import { sha256 } from '../../kernel/digest.ts';
import { sendProblem } from '../problem-reply.ts';
import type { ApiUseCases } from './api-use-cases.ts';

/** The query parameter for platforms that can set no header. */
export const KEY_PARAMETER = 'api_key';

const CHANNEL = 'channel';

/**
 * Every route of this scope then needs a key, which is looked at before anything else of the request is read. Answers
 * 401 the same way whether a key is missing, unknown or revoked (RFC 6750 section 3).
 */
export function requireKey(app: FastifyInstance, useCases: ApiUseCases): void {
  app.decorateRequest(CHANNEL, null);
  app.addHook('onRequest', async (request, reply) => {
    const keys = keysOf(request);
    const [key] = keys;
    const channel = key === undefined || keys.size > 1 ? null : await useCases.authenticate(key);
    if (channel === null) {
      return sendProblem(reply, 'unauthorized', sentenceFor(keys.size), { 'www-authenticate': 'Bearer' });
    }
    request.setDecorator(CHANNEL, channel);
  });
}

/** The channel of the key that the request came with; only for routes behind requireKey. */
export const channelOf = (request: FastifyRequest): Channel => request.getDecorator<Channel>(CHANNEL);

/** Tells one key from another, and is not one; only for routes behind requireKey. */
export function keyHashOf(request: FastifyRequest): string {
  const [key = ''] = keysOf(request);
  return toBase64url(sha256(key));
}

/** Every different key that a request brings, in whichever of the three ways. */
function keysOf(request: FastifyRequest): ReadonlySet<string> {
  const keys = new Set<string>();
  const bearer = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) keys.add(bearer);
  const header = request.headers['x-api-key'];
  if (typeof header === 'string' && header !== '') keys.add(header);
  for (const value of parameterValues(request.query)) if (value !== '') keys.add(value);
  return keys;
}

function parameterValues(query: unknown): readonly string[] {
  if (typeof query !== 'object' || query === null || !(KEY_PARAMETER in query)) return [];
  const value = query[KEY_PARAMETER];
  return [value].flat().filter((item) => typeof item === 'string');
}

function sentenceFor(keys: number): string {
  if (keys === 0) return 'The request came without an API key.';
  return keys === 1
    ? 'The API key is not one that is good now.'
    : 'The request came with more than one API key.';
}
