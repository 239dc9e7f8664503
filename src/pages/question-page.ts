import type { PendingView } from '../app/person-view.ts';
import type { FieldFault } from '../domain/questions/check-answers.ts';
import { countdown, countdownStyle, timeToAnswer } from './countdown.ts';
import { goneNotice } from './gone-page.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { type Page, renderPage } from './layout.ts';
import { noticeBody } from './notice.ts';
import { fieldName, firstInput, questionFields } from './question-fields.ts';
import { isolated, shownText } from './shown-text.ts';
import { CHECK, SIGNS } from './signs.ts';

/** What became of the answer before; null where none was sent. */
export type Feedback =
  /** Nothing was counted. `sent` is the form as it came, so that what was chosen stays chosen. */
  | {
      readonly type: 'faults';
      readonly faults: ReadonlyMap<string, FieldFault>;
      readonly sent: ReadonlyMap<string, readonly string[]>;
    }
  /** Counted and wrong; the page does not know where. */
  | { readonly type: 'not_matched' }
  | null;

/** The questions of a pending challenge. */
export function questionPage(language: Language, view: PendingView, feedback: Feedback): Page {
  const { messages } = language;
  const time = timeToAnswer(view);
  const over = goneNotice(language, 'expired', view.channel.displayName);
  const name = shownText(view.channel.displayName);
  const body = html`<div id="asking">
${countdown(language, time)}
${whoAsks(language, name)}
${whatFor(language, view)}
${problem(language, view, feedback)}
<form method="post" autocomplete="off">
${view.questions.map((question, index) => {
  const field = fieldName(index);
  return questionFields(language, question, field, fieldState(feedback, field));
})}
<input type="hidden" name="device" id="device" value="">
<button class="button" id="send" type="submit" data-sending="${messages.question.sending}">${messages.question.send}</button>
</form>
<p class="small">${messages.question.attempts({ count: view.attemptsLeft })}</p>
<p class="small">${messages.question.notYou({ business: name === null ? null : isolated(name) })}</p>
</div>
<div id="over" data-title="${over.title}" hidden>
${noticeBody(language, over, SIGNS.clock, view.channel)}
</div>`;
  return renderPage({
    language,
    title: feedback === null ? messages.question.title : messages.question.titleWithFault,
    description: messages.question.description,
    body,
    // A second later than the deadline, when the answer to the reload is sure to say so.
    reloadAfter: Math.ceil(time.left / 1000) + 1,
    style: countdownStyle(time),
    counting: true,
  });
}

function whoAsks({ tag, messages }: Language, name: string | null): Html {
  const initial = name === null ? null : ([...name][0]?.toLocaleUpperCase(tag) ?? null);
  return html`<header class="who">
<span class="mark" aria-hidden="true">${initial ?? CHECK}</span>
<div>
${name !== null && html`<p class="name"><bdi>${name}</bdi></p>`}
<h1>${messages.question.heading}</h1>
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
  html`<div><dt>${question.phone}</dt><dd><span dir="ltr" aria-hidden="true">${phone}</span><span class="unseen">${question.phoneEndingIn({ digits: lastDigits(phone) })}</span></dd></div>`
}
</dl>`;
}

/** What a screen reader says in place of a row of dots. */
const lastDigits = (phone: string): string => /\d+$/.exec(phone)?.[0] ?? '';

function fieldState(feedback: Feedback, field: string): Parameters<typeof questionFields>[3] {
  if (feedback?.type !== 'faults') return { fault: null, chosen: null };
  const values = feedback.sent.get(field) ?? [];
  return {
    fault: feedback.faults.get(field) ?? null,
    chosen: values.length === 1 ? (values[0] ?? null) : null,
  };
}

function problem({ messages }: Language, view: PendingView, feedback: Feedback): Html | null {
  if (feedback === null) return null;
  if (feedback.type === 'not_matched') {
    return html`<div class="problem" role="alert" tabindex="-1" autofocus>
<h2>${messages.notMatched.title}</h2>
<p>${messages.notMatched.text({ attemptsLeft: view.attemptsLeft })}</p>
</div>`;
  }
  return html`<div class="problem" role="alert" tabindex="-1" autofocus>
<h2>${messages.fault.title}</h2>
<ul>
${view.questions.map((question, index) => {
  const field = fieldName(index);
  const fault = feedback.faults.get(field);
  if (fault === undefined) return html``;
  return html`<li><a href="#${firstInput(field)}">${messages.question.wording[question.kind]} ${messages.fault.field[fault]}</a></li>`;
})}
</ul>
</div>`;
}
