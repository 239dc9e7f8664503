import type { FastifyReply } from 'fastify';
import type { Page } from '../../pages/layout.ts';
import { contentSecurityPolicy } from '../security-headers.ts';
import { gzipPage, plainPage, takesGzip } from './gzip-page.ts';

/**
 * Sends a page with the policy that lets through its own parts alone.
 * @param formTargets see return-link.ts; empty where the page has no form.
 */
export function sendPage(
  reply: FastifyReply,
  status: number,
  page: Page,
  formTargets: readonly string[] = [],
): FastifyReply {
  const { styleSources: styles, scriptSources: scripts } = page;
  reply
    .code(status)
    .header('content-security-policy', contentSecurityPolicy({ styles, scripts, formTargets }))
    .header('content-type', 'text/html; charset=utf-8')
    .header('vary', 'accept-encoding');
  return takesGzip(reply.request.headers['accept-encoding'])
    ? reply.header('content-encoding', 'gzip').send(gzipPage(page))
    : reply.send(plainPage(page));
}
