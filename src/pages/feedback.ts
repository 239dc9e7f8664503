import type { PendingView } from '../app/person-view.ts';
import type { FieldFault } from '../domain/questions/check-answers.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { type FieldState, faultOf, fieldName, firstInput } from './question-fields.ts';
import { isolated } from './shown-text.ts';
import { isOwn, wordingOf } from './wording-of.ts';

/** What became of the answer before; null where none was sent. */
export type Feedback =
  /** Nothing was counted. `sent` is the form as it came, so that what was chosen or typed stays. */
  | {
      readonly type: 'faults';
      readonly faults: ReadonlyMap<string, FieldFault>;
      readonly sent: ReadonlyMap<string, readonly string[]>;
    }
  /** Counted and wrong; the page does not know where. */
  | { readonly type: 'not_matched' }
  | null;

/** What a question's fields are to show of it. */
export function fieldStateOf(feedback: Feedback, name: string): FieldState {
  return feedback?.type === 'faults'
    ? { fault: feedback.faults.get(name) ?? null, sent: (field) => feedback.sent.get(field) ?? [] }
    : { fault: null, sent: () => [] };
}

/** What is to be mended, each fault with a link to its field; or that the answer did not match, and nothing more. */
export function faultSummary(language: Language, view: PendingView, feedback: Feedback): Html | null {
  const { messages } = language;
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
  const name = fieldName(index);
  const fault = feedback.faults.get(name);
  if (fault === undefined) return html``;
  return html`<li><a href="#${firstInput(language, question, name)}">${isOwn(question) ? isolated(wordingOf(language, question)) : wordingOf(language, question)} ${faultOf(language, question, fault)}</a></li>`;
})}
</ul>
</div>`;
}
