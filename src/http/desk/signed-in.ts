import type { FastifyInstance, FastifyRequest } from 'fastify';
import { deskChannels } from '../../app/desk-channels.ts';
import { type Operator, operatorOf } from '../../app/desk-session.ts';
import { type DeskFormats, deskFormats } from '../../pages/desk/desk-formats.ts';
import type { DeskFrame } from '../../pages/desk/desk-layout.ts';
import { isDone } from '../../pages/desk/desk-words.ts';
import { troublePage } from '../../pages/desk/trouble-page.ts';
import { sentForm } from '../form.ts';
import { csrfWord, holdsCsrfWord } from './cross-site.ts';
import type { DeskContext } from './desk-context.ts';
import { goOn, sendDeskPage } from './send-desk-page.ts';
import { sentToken } from './session-cookie.ts';

const SIGNED_IN = 'signedIn';

type SignedIn = { readonly operator: Operator; readonly token: string };

/** Every route of this scope then needs a session, and every form the session's own word. */
export function requireOperator(scope: FastifyInstance, { service }: DeskContext): void {
  scope.decorateRequest(SIGNED_IN, null);
  scope.addHook('onRequest', async (request, reply) => {
    const token = sentToken(request);
    const operator = token === null ? null : await operatorOf(service, token);
    if (token === null || operator === null) return goOn(reply, doorFor(request, token !== null));
    request.setDecorator<SignedIn>(SIGNED_IN, { operator, token });
  });
  scope.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'POST') return;
    const { token } = request.getDecorator<SignedIn>(SIGNED_IN);
    if (!holdsCsrfWord(sentForm(request), token)) return sendDeskPage(reply, 403, troublePage('not_ours'));
  });
}

/** Where to sign in, and come back to the page that was wanted. */
function doorFor(request: FastifyRequest, hadSession: boolean): string {
  const query = new URLSearchParams();
  const [path = ''] = request.url.split('?');
  if (request.method === 'GET' && path !== '/desk') query.set('to', path);
  if ('begun' in parametersOf(request)) query.set('done', 'cookie_refused');
  else if (hadSession) query.set('done', 'session_over');
  return query.size === 0 ? '/desk/sign-in' : `/desk/sign-in?${query}`;
}

export const operatorIn = (request: FastifyRequest): Operator =>
  request.getDecorator<SignedIn>(SIGNED_IN).operator;

/** The query parameters that are given once; what is given twice counts as not given. */
export function parametersOf({ query }: FastifyRequest): Readonly<Record<string, string>> {
  if (typeof query !== 'object' || query === null) return {};
  return Object.fromEntries(
    Object.entries(query).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

const formatsByZone = new Map<string, DeskFormats>();

/** What every page knows. */
export function frameOf({ service, timeZone }: DeskContext, request: FastifyRequest): DeskFrame {
  const { operator, token } = request.getDecorator<SignedIn>(SIGNED_IN);
  const formats = formatsByZone.get(timeZone) ?? deskFormats(timeZone);
  formatsByZone.set(timeZone, formats);
  const done = parametersOf(request)['done'];
  return {
    operator: operator.name,
    csrf: csrfWord(token),
    formats,
    now: service.clock.now(),
    channels: deskChannels(service, operator.scope).map(({ id }) => id),
    done: done !== undefined && isDone(done) ? done : null,
  };
}
