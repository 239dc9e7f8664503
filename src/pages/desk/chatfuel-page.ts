import { type Html, html } from '../html.ts';
import { type DeskFrame, type DeskPage, deskPage } from './desk-layout.ts';

/** What of this installation the steps name. */
export type ChatfuelView = {
  /** Where the desk was opened, and so where the bots' side is: an origin. */
  readonly apiOrigin: string;
  /** Whether the whole Internet could reach that address. */
  readonly isPublic: boolean;
  readonly channel: string;
  /** Whether the channel tells Chatfuel of its verdicts. */
  readonly tellsChatfuel: boolean;
  /** What the channel's keys for bots are called. */
  readonly keyNames: readonly string[];
  /** The facts that the channel's policy asks about, by the names of the API. */
  readonly facts: readonly string[];
  readonly ttlSeconds: number;
  /** What the answer sets in the bot, by the names that the channel's settings give. */
  readonly attributes: { readonly url: string; readonly error: string };
};

export function chatfuelPage(frame: DeskFrame, view: ChatfuelView): DeskPage {
  const { attributes, channel } = view;
  const url = `${view.apiOrigin}/v1/chatfuel/challenges`;
  return deskPage(
    frame,
    'chatfuel',
    'Set up Chatfuel',
    html`<h1>Set up your Chatfuel bot</h1>
<p class="soft">A quarter of an hour, and no programming. Everything below is filled in with what this installation has.</p>
${frame.channels.length > 1 && html`<nav aria-label="Channel" class="tabs"><ul>${frame.channels.map((name) => html`<li><a class="tab" href="/desk/chatfuel?channel=${name}"${name === channel && html` aria-current="true"`}>${name}</a></li>`)}</ul></nav>`}
${!view.isPublic && html`<p class="done warn" role="note">You opened the desk at <code>${view.apiOrigin}</code>, where only this machine or network can reach it. Chatfuel must reach it from the Internet over HTTPS: put your public address for bots in its place below, or open the desk there and come back.</p>`}
<ol class="steps">
<li class="stage"><h2>A key for the bot</h2>${keyStep(view)}</li>
<li class="stage"><h2>Begin with a clean slate</h2>
<p>Where the person asks for something private, make a flow, say <b>Verify</b>. Its first block sets two attributes: <code>user_validated</code> to <code>null</code>, and <code>${attributes.url}</code> to <code>null</code>.</p></li>
<li class="stage"><h2>Ask for a link</h2>
<p>Add a <b>JSON API</b> block. Type <b>POST</b>, this URL:</p>
${copied('The URL', url)}
<p>the header <code>X-API-Key</code> with the key as its value, and this body, with your own attributes between the braces:</p>
${copied('The body', bodyFor(view))}
<p>Nothing needs to be mapped: the answer sets <code>${attributes.url}</code> by itself, and <code>${attributes.error}</code> where there is no link.</p></li>
<li class="stage"><h2>Send the link</h2>
<p>Add a condition. If <code>${attributes.url}</code> is set, send a message, and end the flow there:</p>
${copied('The message', `Please answer this first: {{${attributes.url}}}\nYou have ${view.ttlSeconds} seconds.`)}
<p>If it is not, say that it does not work right now.</p></li>
<li class="stage"><h2>Go on when the answer is known</h2>
<p>Make a second flow called <b>Verified</b>, exactly as in the body above. It begins with a condition: only if <code>user_validated</code> is <code>true</code>, show what is private; otherwise say that it could not be made sure.</p>
${
  view.tellsChatfuel
    ? html`<p>Countersign starts this flow by itself: the channel <code>${channel}</code> tells Chatfuel.</p>`
    : html`<p class="done warn" role="note">The channel <code>${channel}</code> does not tell Chatfuel yet. Whoever runs Countersign puts the bot’s token and id into the settings <code>CHATFUEL_TOKEN</code> and <code>CHATFUEL_BOT_ID</code>, and starts it anew.</p>`
}</li>
<li class="stage"><h2>Try it</h2>
<p>Write to your bot. The challenge stands under <a href="/desk/challenges">Challenges</a> as soon as the bot has asked; if it does not, the block’s own log in Chatfuel says what came back, and <code>countersign doctor</code> what is wrong here.</p></li>
</ol>`,
  );
}

function keyStep({ keyNames, channel }: ChatfuelView): Html {
  const command = `countersign keys create "Chatfuel bot"${channel === 'default' ? '' : ` --channel ${channel}`}`;
  if (keyNames.length === 0) {
    return html`<p>The channel has no key in the database. Whoever runs the service makes one, which is shown once:</p>${copied('The command', command)}`;
  }
  return html`<p>The bot needs a key of this channel. There ${keyNames.length === 1 ? 'is one, called' : 'are some, called'} ${keyNames.map((name, nth) => html`${nth > 0 && ', '}<b><bdi>${name}</bdi></b>`)}. A key itself is shown only when it is made; if nobody kept it, make another one:</p>${copied('The command', command)}`;
}

/** The channel's own facts, each from an attribute of the same name. */
function bodyFor({ facts }: ChatfuelView): string {
  const body = {
    client_id: '{{chatfuel user id}}',
    phone: '{{phone}}',
    flow: 'Verified',
    locale: '{{locale}}',
    ...Object.fromEntries(facts.map((fact) => [fact, `{{${fact}}}`])),
    purpose: 'See your balance',
  };
  return JSON.stringify(body, null, 2);
}

/** Text to be copied as it stands: one tap selects all of it. */
const copied = (label: string, text: string): Html =>
  html`<pre class="copied" tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>`;
