import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { operatorOf, signIn, signOut } from '../../app/desk-session.ts';
import { isDone } from '../../pages/desk/desk-words.ts';
import { type SignInRefusal, signInPage } from '../../pages/desk/sign-in-page.ts';
import { networkOf } from '../api/budgets.ts';
import { sentForm } from '../form.ts';
import type { DeskContext } from './desk-context.ts';
import { deskPath, goOn, sendDeskPage } from './send-desk-page.ts';
import { dropSession, keepSession, sentToken } from './session-cookie.ts';
import { parametersOf } from './signed-in.ts';

/** Wrong keys that one network may send. A key has 256 random bits: this is for the log's sake, and the processor's. */
const ATTEMPTS = { points: 10, duration: 600 } as const;
const LONGEST_KEY = 255;

/** `GET` and `POST /desk/sign-in` */
export function doorRoutes(scope: FastifyInstance, { service }: DeskContext): void {
  const attempts = new RateLimiterMemory(ATTEMPTS);

  scope.get('/desk/sign-in', async (request, reply) => {
    const { to, done = '' } = parametersOf(request);
    const token = sentToken(request);
    if (token !== null && (await operatorOf(service, token)) !== null)
      return goOn(reply, deskPath(to) ?? '/desk');
    return sendDeskPage(reply, 200, signInPage(deskPath(to) ?? '/desk', null, isDone(done) ? done : null));
  });

  scope.post('/desk/sign-in', async (request, reply) => {
    const form = sentForm(request);
    const to = deskPath(form.get('to')?.[0]) ?? '/desk';
    const network = networkOf(request.ip);
    const wait = await secondsToWait(attempts, network);
    if (wait !== null) {
      reply.header('retry-after', String(wait));
      return refuse(reply, 429, to, { type: 'too_often', seconds: wait });
    }
    const [key = ''] = form.get('key') ?? [];
    const begun = key.length > LONGEST_KEY ? null : await signIn(service, key.trim());
    if (begun === null) {
      service.log.warn({ request: request.id }, 'a key that opens no desk was refused there');
      return refuse(reply, 403, to, { type: 'wrong_key' });
    }
    await attempts.reward(network, 1);
    service.log.info({ request: request.id, key: begun.operator.key }, 'an operator signed in at the desk');
    keepSession(reply, begun.token);
    // Where the browser did not keep the cookie, the next page sees that by this word.
    return goOn(reply, to === '/desk' ? '/desk?begun' : to);
  });
}

/** `POST /desk/sign-out`: for a scope that knows who is signed in. */
export function signOutRoute(scope: FastifyInstance, { service }: DeskContext): void {
  scope.post('/desk/sign-out', async (request: FastifyRequest, reply) => {
    const token = sentToken(request);
    if (token !== null) await signOut(service, token);
    return goOn(dropSession(reply), '/desk/sign-in', 'signed_out');
  });
}

const refuse = (reply: FastifyReply, status: number, to: string, refusal: SignInRefusal): FastifyReply =>
  sendDeskPage(reply, status, signInPage(to, refusal, null));

/** Counts an attempt. @returns null where it may be made, else the seconds until the next one may. */
async function secondsToWait(attempts: RateLimiterMemory, network: string): Promise<number | null> {
  try {
    await attempts.consume(network);
    return null;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw error;
  }
}
