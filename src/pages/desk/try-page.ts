import type { ChallengeView } from '../../app/challenge-view.ts';
import type { FactKind } from '../../domain/facts/fact.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { LANGUAGES } from '../choose-language.ts';
import { type Html, href, html } from '../html.ts';
import { csrfField, type DeskFrame, type DeskPage, deskPage } from './desk-layout.ts';

/** What was filled in; '' for what was not. */
export type TrialForm = {
  readonly channel: string;
  readonly policy: string;
  readonly language: string;
  readonly values: ReadonlyMap<string, string>;
};

/** How a fact of each kind is typed in here; a person that is made up will do. */
const FIELDS: Readonly<
  Record<FactKind, { readonly label: string; readonly example: string; readonly type: 'date' | 'text' }>
> = {
  date_of_birth: { label: 'Date of birth', example: '1980-02-03', type: 'date' },
  national_id: { label: 'National id', example: 'GOMA800203MDFNRN05', type: 'text' },
  account_number: { label: 'Account number', example: '0123456789', type: 'text' },
  card_number: { label: 'Card number', example: '4242 4242 4242 4242', type: 'text' },
  phone_last_digits: { label: 'A telephone number on file', example: '+52 55 1234 5678', type: 'text' },
  postal_code: { label: 'Postal code', example: '06700', type: 'text' },
  city: { label: 'City', example: 'Guadalajara', type: 'text' },
  street: { label: 'Street', example: 'Calle Roma', type: 'text' },
  choice: { label: 'The answer to your own question', example: 'Blue', type: 'text' },
  amount: { label: 'A recent payment', example: '1250.50', type: 'text' },
  year: { label: 'Year that the account was opened', example: '2014', type: 'text' },
  text: { label: 'The answer to your own question, typed', example: 'Luna', type: 'text' },
};

/** Kinds that bring the question with them. */
const ASKS_ITSELF: readonly FactKind[] = ['choice', 'text'];

/** The name of the field with a kind's own question. */
export const questionField = (kind: FactKind): string => `${kind}-question`;

export function tryPage(
  frame: DeskFrame,
  policies: readonly Policy[],
  form: TrialForm,
  fault: string | null,
): DeskPage {
  const policy = policies.find(({ name }) => name === form.policy) ?? policies[0];
  if (policy === undefined) throw new RangeError('a service has at least one policy');
  return deskPage(
    frame,
    'try',
    'Try it on yourself',
    html`<h1>Try it on yourself</h1>
<p class="soft">Make up a person, get the link that a bot would get, answer it, and see what becomes of it. The log marks it as a test, no platform is told, and nobody is locked out by it.</p>
<form class="card" method="get" action="/desk/try">
<div class="pair">
<p><label for="which">Policy</label>${select(
      'policy',
      'which',
      policies.map(({ name }) => [name, name]),
      policy.name,
    )}</p>
${
  frame.channels.length > 1 &&
  html`<p><label for="whose">As it looks in the channel</label>${select(
    'channel',
    'whose',
    frame.channels.map((name) => [name, name]),
    form.channel,
  )}</p>`
}
<p><button class="button quiet">Take this one</button></p>
</div>
<p class="soft">${inShort(policy)}</p>
</form>
<form class="card" method="post" action="/desk/try"><h2>The person</h2>
${fault !== null && html`<p class="fault" role="alert" id="fault">${fault}</p>`}
${[...new Set(policy.facts)].map((kind) => factField(kind, form.values))}
<p><label for="language">Language of the page</label>${select('language', 'language', [['', 'the browser’s'], ...LANGUAGES.map(({ tag }): [string, string] => [tag, languageName(tag)])], form.language)}</p>
<p class="soft">${policy.questions < new Set(policy.facts).size && `${policy.questions} of these ${policy.questions === 1 ? 'is' : 'are'} asked: fill in at least as many. `}What you type here is sealed, and gone with the verdict.</p>
<button class="button">Make the link</button>
${csrfField(frame)}<input type="hidden" name="policy" value="${policy.name}"><input type="hidden" name="channel" value="${form.channel}">
</form>`,
  );
}

const inShort = ({ questions, options, ttlSeconds, attempts }: Policy): string =>
  `${questions === 1 ? 'One question' : `${questions} questions`}, ${options} options each where there are any, ${ttlSeconds} seconds, ${attempts === 1 ? 'one attempt' : `${attempts} attempts`}.`;

function factField(kind: FactKind, values: TrialForm['values']): Html {
  const { label, example, type } = FIELDS[kind];
  const field = (name: string, words: string, shown: string, fieldType: string): Html =>
    html`<p><label for="${name}">${words}</label><input id="${name}" name="${name}" type="${fieldType}" value="${values.get(name) ?? ''}" autocomplete="off" maxlength="200" aria-describedby="${name}-example"><span class="soft" id="${name}-example">such as ${shown}</span></p>`;
  return html`${ASKS_ITSELF.includes(kind) && field(questionField(kind), 'Your own question', 'What is the name of your pet?', 'text')}${field(kind, label, example, type)}`;
}

const select = (
  name: string,
  id: string,
  options: readonly (readonly [string, string])[],
  chosen: string,
): Html =>
  html`<select id="${id}" name="${name}">${options.map(
    ([value, words]) =>
      html`<option value="${value}"${value === chosen && html` selected`}>${words}</option>`,
  )}</select>`;

const names = new Intl.DisplayNames('en', { type: 'language' });
const languageName = (tag: string): string => names.of(tag) ?? tag;

/** The link, this once: it is stored nowhere. */
export function triedPage(frame: DeskFrame, challenge: ChallengeView): DeskPage {
  const url = challenge.url ?? '';
  return deskPage(
    frame,
    'try',
    'Your link',
    html`<p class="crumb"><a href="/desk/try">Try it on yourself</a></p>
<h1>Your link is ready</h1>
<p>It is good until ${frame.formats.moment(challenge.expiresAt)}, and shown this once.</p>
<p class="link"><a href="${href(url)}" target="_blank" rel="noopener noreferrer">${url}<span class="unseen"> (opens in a new tab)</span></a></p>
<p class="ways"><a class="button" href="${href(url)}" target="_blank" rel="noopener noreferrer">Open and answer it<span class="unseen"> (opens in a new tab)</span></a>
<a class="button quiet" href="/desk/challenges/${challenge.id}">See what became of it</a></p>`,
  );
}
