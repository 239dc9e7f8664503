import type { FastifyRequest } from 'fastify';

/*
 * Programs that fetch a link to show what is behind it, or to look for harm, before or instead of a person. For the log
 * alone: many of them call themselves a browser, so nothing may depend on it.
 */
const PREVIEWERS = new RegExp(
  [
    // WhatsApp's own fetchers name nothing but themselves; its browser for people has Mozilla/5.0 before it.
    '^WhatsApp/',
    'TelegramBot',
    'facebookexternalhit',
    'facebookcatalog',
    'meta-externalagent',
    'Twitterbot',
    'Slackbot',
    'Discordbot',
    'LinkedInBot',
    'SkypeUriPreview',
    'MicrosoftPreview',
    'Viber',
    'Google-PageRenderer',
    'link-preview',
    'bot\\b',
    'crawler',
    'spider',
  ].join('|'),
  'i',
);

/** Whether a request looks, by its own word, like a link preview, a prefetch or a check of the link. */
export function isLinkPreview({ method, headers }: FastifyRequest): boolean {
  if (method === 'HEAD') return true;
  const purpose = headers['sec-purpose'] ?? headers['purpose'] ?? headers['x-moz'];
  if (purpose !== undefined && /prefetch|preview/i.test(String(purpose))) return true;
  return PREVIEWERS.test(headers['user-agent'] ?? '');
}
