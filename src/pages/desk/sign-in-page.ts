import { html } from '../html.ts';
import { duration } from './desk-formats.ts';
import { type DeskPage, doorPage } from './desk-layout.ts';
import type { Done } from './desk-words.ts';

/** Why nobody was let in. */
export type SignInRefusal =
  | { readonly type: 'wrong_key' }
  | { readonly type: 'too_often'; readonly seconds: number }
  | null;

/** @param to the page of the desk to go on to. */
export function signInPage(to: string, refusal: SignInRefusal, done: Done | null): DeskPage {
  const words = refusal === null ? null : refusalInWords(refusal);
  return doorPage(
    'Sign in',
    done,
    html`<h1>The operator’s desk</h1>
<p class="soft">What was asked, how it went, and what to do about it.</p>
<form method="post" action="/desk/sign-in" class="card">
<input type="hidden" name="to" value="${to}">
<input type="text" name="username" value="operator" autocomplete="username" readonly hidden>
<label for="key">Operator’s key</label>
${words !== null && html`<p class="fault" id="why" role="alert">${words}</p>`}
<input id="key" name="key" type="password" autocomplete="current-password" spellcheck="false" autocapitalize="off" required${
      words === null ? html` aria-describedby="how"` : html` aria-invalid="true" aria-describedby="why how"`
    }>
<button class="button">Sign in</button>
<p class="soft" id="how">A bot’s key opens nothing here. Whoever runs the service makes an operator’s key with</p>
<p><code>countersign keys create --operator "Your name"</code></p>
</form>`,
  );
}

const refusalInWords = (refusal: Exclude<SignInRefusal, null>): string =>
  refusal.type === 'wrong_key'
    ? 'This key opens no desk. Copy it whole, without spaces; a bot’s key, and one that was revoked, do not do.'
    : `Too many wrong keys came from here. Try again in ${duration(refusal.seconds * 1000)}.`;
