import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GoneView, LockedView, PendingView } from '../../app/person-view.ts';
import { unreachable } from '../../kernel/result.ts';
import { answeredPage } from '../../pages/answered-page.ts';
import { chooseLanguage } from '../../pages/choose-language.ts';
import { deniedPage } from '../../pages/denied-page.ts';
import type { Feedback } from '../../pages/feedback.ts';
import { gonePage } from '../../pages/gone-page.ts';
import { landingPage } from '../../pages/landing-page.ts';
import type { Language } from '../../pages/language.ts';
import { lockedPage } from '../../pages/locked-page.ts';
import { NOT_ME } from '../../pages/not-me.ts';
import { questionPage } from '../../pages/question-page.ts';
import { FORM_TYPE, type FormFields, parseForm, sentForm } from '../form.ts';
import { touchPoints } from './device.ts';
import { isLinkPreview } from './link-preview.ts';
import { onlyChannel, type PersonSide } from './person-side.ts';
import { isLink, registerRefusals, sendUnknown, sendUnrouted } from './refusals.ts';
import { formTargets, wayBackAfterAnswer } from './return-link.ts';
import { sendPage } from './send-page.ts';
import { acceptLanguageOf, visitorOf } from './visitor.ts';
import { registerWellKnown } from './well-known.ts';

const LINK = '/:token';

type LinkRequest = FastifyRequest<{ Params: { token: string } }>;

/**
 * The pages and their routes. A GET or a HEAD decides nothing; only a POST answers.
 * @param app without routes or body parsers of its own: every address and every type of body is spoken for here.
 */
export function registerPersonRoutes(app: FastifyInstance, side: PersonSide): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(FORM_TYPE, { parseAs: 'string' }, (_request, body, done) =>
    done(null, parseForm(String(body))),
  );
  registerRefusals(app, side);
  registerWellKnown(app, side);

  app.get('/', (request, reply) => {
    const language = chooseLanguage(null, acceptLanguageOf(request));
    return sendPage(reply, 200, landingPage(language, onlyChannel(side)));
  });

  // What does not even look like a token is not looked up, nor is its body read.
  const onRequest = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (isLink(request)) done();
    else sendUnrouted(side, request, reply);
  };

  app.get(LINK, { onRequest }, async (request: LinkRequest, reply) => {
    const { token } = request.params;
    const outcome = await side.view(token, visitorOf(request, null), isLinkPreview(request));
    switch (outcome.type) {
      case 'pending':
        return sendQuestions(request, reply, 200, outcome.view, null);
      case 'gone':
        return sendGone(request, reply, outcome.view);
      case 'locked':
        return sendLocked(request, reply, outcome.view);
      case 'unknown':
        return sendUnknown(side, request, reply);
      default:
        return unreachable(outcome);
    }
  });

  app.post(LINK, { onRequest }, async (request: LinkRequest, reply) => {
    const { token } = request.params;
    const sent = sentForm(request);
    if (sent.has(NOT_ME)) return await deny(side, request, reply, sent);
    const outcome = await side.answer(token, answersIn(sent), visitorOf(request, sent));
    switch (outcome.type) {
      case 'decided':
        return sendBack(request, reply, sent, outcome.view);
      case 'again':
        return sendQuestions(request, reply, 200, outcome.view, { type: 'not_matched' });
      case 'invalid': {
        const feedback: Feedback = { type: 'faults', faults: outcome.faults, sent };
        return sendQuestions(request, reply, 422, outcome.view, feedback);
      }
      case 'gone':
        return sendGone(request, reply, outcome.view);
      case 'locked':
        return sendLocked(request, reply, outcome.view);
      case 'unknown':
        return sendUnknown(side, request, reply);
      default:
        return unreachable(outcome);
    }
  });
}

/** Whatever else the form holds: who says that it was not they answers nothing. */
async function deny(
  side: PersonSide,
  request: LinkRequest,
  reply: FastifyReply,
  sent: FormFields,
): Promise<FastifyReply> {
  const outcome = await side.deny(request.params.token, visitorOf(request, sent));
  switch (outcome.type) {
    case 'denied':
      return sendPage(reply, 200, deniedPage(languageFor(request, outcome.view), outcome.view));
    case 'gone':
      return sendGone(request, reply, outcome.view);
    case 'unknown':
      return sendUnknown(side, request, reply);
    default:
      return unreachable(outcome);
  }
}

/** What was answered, without what the page added by itself. */
function answersIn(sent: FormFields): FormFields {
  const answers = new Map(sent);
  answers.delete('device');
  return answers;
}

const languageFor = (request: FastifyRequest, view: PendingView | GoneView | LockedView): Language =>
  chooseLanguage(view.locale, acceptLanguageOf(request));

function sendQuestions(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  view: PendingView,
  feedback: Feedback,
): FastifyReply {
  const page = questionPage(languageFor(request, view), view, feedback);
  return sendPage(reply, status, page, formTargets([view.channel.returnUrl]));
}

/** Back to the chat, whichever way it went: nothing in the answer depends on the verdict. */
function sendBack(
  request: FastifyRequest,
  reply: FastifyReply,
  sent: FormFields,
  view: GoneView,
): FastifyReply {
  const { channel } = view;
  const userAgent = request.headers['user-agent'] ?? null;
  const way = wayBackAfterAnswer(channel.returnMode, userAgent, touchPoints(sent.get('device') ?? []));
  return way === 'redirect'
    ? reply.code(303).header('location', channel.returnUrl).send()
    : sendPage(reply, 200, answeredPage(languageFor(request, view), channel));
}

const sendGone = (request: FastifyRequest, reply: FastifyReply, view: GoneView): FastifyReply =>
  sendPage(reply, 410, gonePage(languageFor(request, view), view));

/** Its time is told to programs, too, where there is one. */
function sendLocked(request: FastifyRequest, reply: FastifyReply, view: LockedView): FastifyReply {
  if (view.until !== null) reply.header('retry-after', String(Math.ceil((view.until - view.now) / 1000)));
  const page = lockedPage(languageFor(request, view), view);
  return sendPage(reply, 429, page, formTargets([view.channel.returnUrl]));
}
