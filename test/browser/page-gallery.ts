import { createServer } from 'node:http';
import { contentSecurityPolicy, securityHeaders } from '../../src/http/security-headers.ts';
import { chooseLanguage } from '../../src/pages/choose-language.ts';
import { STATES } from '../pages/every-state.ts';
import { sampleChannel } from '../pages/sample-views.ts';
import { type Closes, listen } from './listen.ts';

const CHANNEL = sampleChannel({ returnUrl: 'http://localhost/chat' });

/**
 * Every state of test/pages/every-state.ts on loopback, at `/LANGUAGE/STATE`, with the headers of the person's side.
 * @returns its origin.
 */
export function openGallery(t: Closes): Promise<string> {
  const headers = securityHeaders(false);
  const server = createServer((request, response) => {
    const [, tag = '', name = ''] = (request.url ?? '').split('/');
    const page = STATES[name]?.(chooseLanguage(tag, null), CHANNEL);
    if (page === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { styleSources: styles, scriptSources: scripts } = page;
    const policy = contentSecurityPolicy({ styles, scripts, formTargets: ["'self'"] });
    response
      .writeHead(200, {
        ...headers,
        'content-security-policy': policy,
        'content-type': 'text/html; charset=utf-8',
      })
      .end(page.html);
  });
  return listen(t, server);
}
