import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * `__Host-` (RFC 6265bis section 4.1.3.2): kept only where it is Secure, of this host alone and for all of it, so that
 * neither a subdomain nor a page without TLS can plant one. Browsers take it over plain HTTP from a loopback host alone.
 */
const NAME = '__Host-countersign-desk';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** It lives as long as the browser's own session; how long it opens the desk, the service decides. */
export const keepSession = (reply: FastifyReply, token: string): FastifyReply =>
  reply.header('set-cookie', `${NAME}=${token}; ${ATTRIBUTES}`);

export const dropSession = (reply: FastifyReply): FastifyReply =>
  reply.header('set-cookie', `${NAME}=; ${ATTRIBUTES}; Max-Age=0`);

/** The token that the browser sent; null where it sent none. */
export function sentToken({ headers }: FastifyRequest): string | null {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === NAME && value !== undefined && value !== '') return value;
  }
  return null;
}
