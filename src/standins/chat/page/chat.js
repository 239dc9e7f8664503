// @ts-check
// The chat itself: sends what the person writes, and draws what the server says there is.
import { drawCalls, drawLog, element, timeOf } from './panels.js';

/** @typedef {{id: number, from: 'person' | 'bot', text: string, at: number, preview: {title: string, host: string} | null}} Message */
/** @typedef {import('./panels.js').Call} Call */
/** @typedef {import('./panels.js').LogLine} LogLine */
/** @typedef {{person: {name: string, dateOfBirth: string}, clientId: string, seconds: number, messages: Message[], requests: Call[], calls: Call[], log: LogLine[], tried: string[]}} State */

/** @param {string} id */
function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

const talk = byId('talk');
// It scrolls, so the keyboard must get into it.
talk.tabIndex = 0;
const messages = byId('messages');
const shortClock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const field = /** @type {HTMLInputElement} */ (byId('say'));

/** What is drawn already, so that nothing is drawn, or read aloud, twice. */
const drawn = {
  clientId: '',
  messages: /** @type {Map<number, string>} */ (new Map()),
  requests: '',
  calls: '',
  log: '',
};

/**
 * @param {string} path
 * @param {object} body
 */
async function post(path, body) {
  try {
    await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      keepalive: true,
    });
  } catch {
    showStopped(true);
  }
}

/** @param {boolean} stopped */
function showStopped(stopped) {
  const notice = byId('stopped');
  notice.hidden = !stopped;
  notice.textContent = stopped ? 'The demo does not answer. Start it again with: npm run demo' : '';
}

/** @param {State} state */
function draw(state) {
  if (drawn.clientId !== state.clientId) drawPerson(state);
  drawMessages(state.messages);
  for (const item of document.querySelectorAll('[data-tried]')) {
    markTried(item, state.tried.includes(item.getAttribute('data-tried') ?? ''));
  }
  drawChanged('requests', state.requests, () => drawCalls(byId('requests'), state.requests));
  drawChanged('calls', state.calls, () => drawCalls(byId('calls'), state.calls));
  drawChanged('log', state.log, () => drawLog(byId('log'), state.log));
}

/**
 * @param {'requests' | 'calls' | 'log'} name
 * @param {unknown} now
 * @param {() => void} drawIt
 */
function drawChanged(name, now, drawIt) {
  const json = JSON.stringify(now);
  if (json === drawn[name]) return;
  drawn[name] = json;
  drawIt();
}

/** @param {State} state */
function drawPerson({ person, clientId, seconds }) {
  drawn.clientId = clientId;
  drawn.messages.clear();
  messages.replaceChildren();
  const [, month, day] = person.dateOfBirth.split('-').map(Number);
  const born = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${person.dateOfBirth}T00:00:00Z`),
  );
  const sum = Number(month) + Number(day);
  byId('you-name').textContent = person.name;
  byId('you-born').textContent = born;
  byId('you-sum').textContent = `${month} + ${day} = ${sum}`;
  byId('you-client').textContent = clientId;
  byId('try-seconds').textContent = String(seconds);
  byId('you-play').textContent = `You play ${person.name}, born ${born}.\nMonth plus day: ${sum}.`;
}

/** @param {Message[]} now */
function drawMessages(now) {
  const before = drawn.messages.size;
  for (const message of now) {
    const json = JSON.stringify(message);
    const known = drawn.messages.get(message.id);
    if (known === json) continue;
    drawn.messages.set(message.id, json);
    if (known === undefined) messages.append(bubble(message));
    else messages.querySelector(`[data-message="${message.id}"]`)?.replaceChildren(...insides(message));
  }
  byId('typing').hidden = now.at(-1)?.from !== 'person';
  if (drawn.messages.size > before || now.at(-1)?.preview) talk.scrollTop = talk.scrollHeight;
}

/** @param {Message} message */
function bubble(message) {
  const made = element('li', { class: `bubble ${message.from}` }, ...insides(message));
  made.dataset['message'] = String(message.id);
  return made;
}

/** @param {Message} message */
function insides({ id, from, text, at, preview }) {
  const who = element('span', { class: 'unseen' }, from === 'bot' ? 'The bot: ' : 'You: ');
  const parts = text
    .split(/(https?:\/\/\S+)/u)
    .map((part, index) => (index % 2 === 0 ? part : link(part, id)));
  const said = [who, element('div', { class: 'text' }, ...parts), timeOf(at, shortClock)];
  const [href] = /https?:\/\/\S+/u.exec(text) ?? [];
  return preview === null || href === undefined ? said : [card(preview, href, id), ...said];
}

/**
 * @param {string} href
 * @param {number} messageId
 */
function link(href, messageId) {
  const made = document.createElement('a');
  made.href = href;
  made.textContent = href;
  // The second is a click with another button than the first, such as opens a new tab.
  for (const type of ['click', 'auxclick']) {
    made.addEventListener(type, () => post('/opened', { message: messageId }));
  }
  return made;
}

/**
 * The picture of a link, beside the link itself, which is what keyboards and screen readers get.
 * @param {{title: string, host: string}} preview
 * @param {string} href
 * @param {number} messageId
 */
function card(preview, href, messageId) {
  const made = link(href, messageId);
  const mark = document.querySelector('.brand svg')?.cloneNode(true) ?? '';
  made.className = 'preview';
  made.tabIndex = -1;
  made.ariaHidden = 'true';
  const words = element('span', {}, element('b', {}, preview.title), element('small', {}, preview.host));
  made.replaceChildren(mark, words);
  return made;
}

/**
 * @param {Element} item
 * @param {boolean} tried
 */
function markTried(item, tried) {
  if (item.classList.contains('done') === tried) return;
  item.classList.toggle('done', tried);
  if (tried) item.append(element('span', { class: 'unseen' }, ' Done.'));
  else item.querySelector('.unseen')?.remove();
}

byId('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (text === '') return;
  field.value = '';
  void post('/say', { text });
});

byId('chips').addEventListener('click', (event) => {
  const text = event.target instanceof HTMLButtonElement ? event.target.dataset['say'] : undefined;
  if (text !== undefined) void post('/say', { text });
});

byId('afresh').addEventListener('click', () => void post('/afresh', {}));

const events = new EventSource('/events');
events.addEventListener('message', (event) => {
  showStopped(false);
  draw(JSON.parse(event.data));
});
events.addEventListener('error', () => showStopped(true));
