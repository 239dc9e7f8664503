import type { FastifyReply } from 'fastify';
import type { DeskPage } from '../../pages/desk/desk-layout.ts';
import type { Done } from '../../pages/desk/desk-words.ts';
import { contentSecurityPolicy } from '../security-headers.ts';

/** Sends a page with the policy that lets through its own style, its own forms and nothing else. Not compressed: it holds a word that must not leak through its length. */
export const sendDeskPage = (reply: FastifyReply, status: number, { html, style }: DeskPage): FastifyReply =>
  reply
    .code(status)
    .header(
      'content-security-policy',
      contentSecurityPolicy({ styles: [style.source], scripts: [], formTargets: ["'self'"] }),
    )
    .type('text/html; charset=utf-8')
    .send(html);

/** On to another page of the desk, which says what was done. @param path of our own making. */
export function goOn(reply: FastifyReply, path: string, done: Done | null = null): FastifyReply {
  const to = done === null ? path : `${path}${path.includes('?') ? '&' : '?'}done=${done}`;
  return reply.code(303).header('location', to).send();
}

/** A path of the desk that came from outside; null for anything else, so that no form leads to another host. */
export const deskPath = (given: string | undefined): string | null =>
  given !== undefined && given.length <= 500 && /^\/desk(?:\/[\w:./-]*)?(?:\?[\w=&%:.-]*)?$/.test(given)
    ? given
    : null;
