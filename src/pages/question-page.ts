import type { PendingView } from '../app/person-view.ts';
import { businessMark, businessName } from './business.ts';
import { countdown, countdownStyle, timeToAnswer } from './countdown.ts';
import { type Feedback, faultSummary, fieldStateOf } from './feedback.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { type Page, renderPage } from './layout.ts';
import { questionEnd } from './question-end.ts';
import { fieldName, questionFields } from './question-fields.ts';
import { shownText } from './shown-text.ts';

/** The questions of a pending challenge. */
export function questionPage(language: Language, view: PendingView, feedback: Feedback): Page {
  const { messages } = language;
  const { channel } = view;
  const ownTitle = shownText(channel.look?.words.get(language.tag)?.title ?? null);
  const time = timeToAnswer(view);
  const { own, end } = questionEnd(language, channel);
  const body = html`<div id="asking">
${countdown(language, time)}
${whoAsks(language, view, ownTitle)}
${whatFor(language, view)}
${faultSummary(language, view, feedback)}
<form method="post" id="answer" autocomplete="off">
${view.questions.map((question, index) => {
  const field = fieldName(index);
  return questionFields(language, question, field, fieldStateOf(feedback, field));
})}
<input type="hidden" name="device" id="device" value="">
<button class="button" id="send" type="submit" data-sending="${messages.question.sending}">${messages.question.send}</button>
${feedback?.type !== 'not_matched' && html`<p class="small">${messages.question.attempts({ count: view.attemptsLeft })}</p>`}
</form>${own}`;
  return renderPage({
    language,
    // The channel's own words are for who opens the page, not for who sees its preview.
    title: feedback === null ? messages.question.title : messages.question.titleWithFault,
    description: messages.question.description,
    body,
    look: channel.look ?? null,
    // A second later than the deadline, when the answer to the reload is sure to say so.
    reloadAfter: Math.ceil(time.left / 1000) + 1,
    style: countdownStyle(time),
    end,
  });
}

function whoAsks(language: Language, { channel }: PendingView, ownTitle: string | null): Html {
  return html`<header class="who">
${businessMark(language, channel)}
<div>
${businessName(channel)}
<h1>${ownTitle === null ? language.messages.question.heading : html`<bdi>${ownTitle}</bdi>`}</h1>
</div>
</header>`;
}

function whatFor({ messages }: Language, view: PendingView): Html | null {
  const purpose = shownText(view.purpose);
  const phone = shownText(view.maskedPhone);
  if (purpose === null && phone === null) return null;
  const { question } = messages;
  return html`<dl class="what">
${purpose !== null && html`<div><dt>${question.purpose}</dt><dd><bdi>${purpose}</bdi></dd></div>`}
${
  phone !== null &&
  html`<div><dt>${question.phone}</dt><dd><bdi dir="ltr" aria-hidden="true">${phone}</bdi><span class="unseen">${question.phoneEndingIn({ digits: lastDigits(phone) })}</span></dd></div>`
}
</dl>`;
}

/** What a screen reader says in place of a row of stars. */
const lastDigits = (phone: string): string => /\d+$/.exec(phone)?.[0] ?? '';
