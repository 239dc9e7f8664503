import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { StoreUnavailable } from '../../app/store-ports.ts';
import { chooseLanguage } from '../../pages/choose-language.ts';
import type { Language } from '../../pages/language.ts';
import type { Refusal } from '../../pages/messages.ts';
import { NOT_ME } from '../../pages/not-me.ts';
import { refusedPage } from '../../pages/refused-page.ts';
import {
  brokenPage,
  type FormField,
  notRecordedPage,
  notShownPage,
  notStoppedPage,
} from '../../pages/trouble-page.ts';
import { unknownPage } from '../../pages/unknown-page.ts';
import { type FormFields, sentForm } from '../form.ts';
import { whereItFailed } from '../where-it-failed.ts';
import { onlyChannel, type PersonSide } from './person-side.ts';
import { formTargets } from './return-link.ts';
import { sendPage } from './send-page.ts';
import { acceptLanguageOf } from './visitor.ts';
import { WELL_KNOWN } from './well-known.ts';

/** Seconds: a link lives for a minute, and a store that is back may answer at once. */
const TRY_AGAIN_AFTER = '2';

/** At least 128 bits of base64url (RFC 4648 section 5). */
const LINK = /^\/[A-Za-z0-9_-]{22,64}$/;
const FIXED_ADDRESSES: ReadonlySet<string> = new Set(['/', ...WELL_KNOWN]);

/** The answers of a page: `q1`, `q2`, …, and the parts of a typed date. */
const ANSWER_FIELD = /^q[1-9]\d?(?:-(?:day|month|year))?$/;

const REFUSAL_OF: Readonly<Record<number, Refusal>> = {
  405: 'not_allowed',
  408: 'too_slow',
  413: 'too_large',
  415: 'wrong_type',
};

/** Answers whatever is no request of a page of ours, and whatever goes wrong on the way. */
export function registerRefusals(app: FastifyInstance, side: PersonSide): void {
  app.setNotFoundHandler((request, reply) => sendUnrouted(side, request, reply));

  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof StoreUnavailable) {
      side.log.error({ request: request.id, error: error.name }, 'the store cannot be reached');
      return sendTrouble(side, request, reply);
    }
    // A body is read before it is known that nobody wanted it.
    if (request.is404) return sendUnrouted(side, request, reply);
    const status = error.statusCode ?? 500;
    if (status < 500) return sendRefusal(side, request, reply, status);
    side.log.error({ request: request.id, ...whereItFailed(error) }, 'a request failed by a bug');
    return sendPage(reply, 500, brokenPage(languageOf(request), onlyChannel(side)));
  });
}

/** The same for a link that nobody has, and for an address that can be no link. */
export function sendUnknown(side: PersonSide, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendPage(reply, 404, unknownPage(languageOf(request), onlyChannel(side)));
}

/** For an address or a method that nothing is behind. */
export function sendUnrouted(side: PersonSide, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const allowed = methodsOf(request);
  if (allowed === null) return sendUnknown(side, request, reply);
  reply.header('allow', allowed);
  return sendRefusal(side, request, reply, 405);
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? '';

/** Whether the address could be a link: a token and nothing else. */
export const isLink = (request: FastifyRequest): boolean => LINK.test(pathOf(request));

/** The methods for an address that is there, but not for the method asked with; null for any other. */
function methodsOf(request: FastifyRequest): string | null {
  if (isLink(request)) return 'GET, HEAD, POST';
  const readOnly = request.method === 'GET' || request.method === 'HEAD';
  return FIXED_ADDRESSES.has(pathOf(request)) && !readOnly ? 'GET, HEAD' : null;
}

function sendRefusal(
  side: PersonSide,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
): FastifyReply {
  const refusal = REFUSAL_OF[status] ?? 'bad_request';
  return sendPage(reply, status, refusedPage(languageOf(request), refusal, onlyChannel(side)));
}

/** Nothing was recorded, and nothing is lost: the link is still good. */
function sendTrouble(side: PersonSide, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.header('retry-after', TRY_AGAIN_AFTER);
  const language = languageOf(request);
  const back = onlyChannel(side);
  if (request.method !== 'POST') return sendPage(reply, 503, notShownPage(language, back));
  const sent = sentForm(request);
  const page = sent.has(NOT_ME)
    ? notStoppedPage(language, [NOT_ME, '1'], back)
    : notRecordedPage(language, answerFields(sent), back);
  // Whose link it is could not be read: the answer may lead back to any of the chats.
  const targets = formTargets(side.channels.map(({ returnUrl }) => returnUrl));
  return sendPage(reply, 503, page, targets);
}

/** What is sent again by the page that says that an answer was not recorded. */
const answerFields = (sent: FormFields): readonly FormField[] =>
  [...sent].flatMap(([name, values]) =>
    ANSWER_FIELD.test(name) ? values.map((value): FormField => [name, value]) : [],
  );

const languageOf = (request: FastifyRequest): Language => chooseLanguage(null, acceptLanguageOf(request));
