import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { errorsPage } from './errors-page.ts';

const PATH = '/docs';

/**
 * The page draws itself with inline styles, which do no harm where nothing from outside is shown; scripts, and what they
 * fetch, come from this service alone.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `GET /openapi.json` and `GET /docs/errors`: no key. */
export function documentRoutes(app: FastifyInstance): void {
  const hidden = { schema: { hide: true } };
  app.get('/openapi.json', hidden, async () => app.swagger());
  app.get(`${PATH}/errors`, hidden, async (_request, reply) =>
    reply
      .header('content-security-policy', "default-src 'none'; base-uri 'none'; frame-ancestors 'none'")
      .type('text/html; charset=utf-8')
      .send(errorsPage()),
  );
}

/** `GET /docs`: the OpenAPI document to read and to try out. No key, and no other host. */
export function documentationPage(app: FastifyInstance): void {
  app.register(swaggerUi, {
    routePrefix: PATH,
    staticCSP: CONTENT_SECURITY_POLICY,
    uiConfig: {
      layout: 'BaseLayout',
      deepLinking: false,
      defaultModelsExpandDepth: 0,
      tryItOutEnabled: false,
    },
    theme: { title: 'Countersign API' },
  });
}
