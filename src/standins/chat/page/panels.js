// @ts-check
// What was asked, sent and kept, drawn from the state that the server sends. Texts are only ever set as text.

/** @typedef {{at: number, method: string, path: string, pairs: string[][], status: number | null, answer: string}} Call */
/** @typedef {{index: number, at: number, clientId: string, what: string, verdict: string | null, reason: string | null, address: string | null, place: string | null, userAgent: string | null, languages: string | null, screen: string | null}} LogLine */

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

const WHAT = {
  asked: 'The bot asked for a challenge',
  previewed: 'A chat’s preview fetched the link',
  opened: 'The link was opened',
  decided: 'The challenge ended',
  other: 'Another entry',
};

/**
 * @param {string} name
 * @param {{class?: string}} attributes
 * @param {...(Node | string)} children
 */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  if (attributes.class) made.className = attributes.class;
  made.append(...children);
  return made;
}

/**
 * @param {number} at milliseconds since 1970
 * @param {Intl.DateTimeFormat} format
 */
export function timeOf(at, format = clock) {
  const made = document.createElement('time');
  made.dateTime = new Date(at).toISOString();
  made.textContent = format.format(at);
  return made;
}

/**
 * @param {HTMLElement} list
 * @param {Call[]} calls newest first
 */
export function drawCalls(list, calls) {
  drawItems(list, calls, (call) => String(call.at), callItem);
}

/**
 * @param {HTMLElement} list
 * @param {LogLine[]} lines newest first
 */
export function drawLog(list, lines) {
  drawItems(list, lines, (line) => String(line.index), logItem);
}

/**
 * Draws what is new and leaves the rest as the reader has it. Only the newest is open by itself.
 * @template T
 * @param {HTMLElement} list
 * @param {T[]} values newest first
 * @param {(value: T) => string} keyOf
 * @param {(value: T) => HTMLDetailsElement} draw
 */
function drawItems(list, values, keyOf, draw) {
  const before = new Map(
    [...list.querySelectorAll('li')].map((item) => [item.dataset['key'], /** @type {HTMLElement} */ (item)]),
  );
  const items = values.map((value) => {
    const key = keyOf(value);
    const shown = JSON.stringify(value);
    const known = before.get(key);
    if (known?.dataset['shown'] === shown) return known;
    const item = element('li', {}, draw(value));
    Object.assign(item.dataset, { key, shown });
    return item;
  });
  const [newest] = items;
  if (newest !== undefined && newest !== list.firstElementChild) {
    for (const details of list.querySelectorAll('details')) details.open = false;
    for (const details of newest.querySelectorAll('details')) details.open = true;
  }
  // What stays is not moved, so that the keyboard's place in it stays too.
  for (const [index, item] of items.entries()) {
    const there = list.children[index] ?? null;
    if (there !== item) list.insertBefore(item, there);
  }
  while (list.children.length > items.length) list.lastElementChild?.remove();
}

/** @param {Call} call */
function callItem(call) {
  const answer = `${call.status ?? 'no answer'} ${call.answer}`;
  const title = element('span', {}, element('code', {}, `${call.method} ${call.path}`));
  const [, told] = call.pairs.find(([name]) => name === 'user_validated') ?? [];
  if (told !== undefined) title.append(' ', badge(told === 'true' ? 'passed' : 'failed', told));
  if (call.status !== null && call.status > 299) title.append(' ', badge('failed', String(call.status)));
  return folded('', title, call.at, pairList(call.pairs), element('code', { class: 'back' }, `→ ${answer}`));
}

/** @param {LogLine} line */
function logItem(line) {
  const title = element('span', {}, WHAT[/** @type {keyof typeof WHAT} */ (line.what)] ?? WHAT.other);
  if (line.verdict !== null) title.append(' ', badge(line.verdict, line.verdict));
  const known = [
    ['because', line.reason],
    ['client', line.clientId],
    ['address', line.address],
    ['place', line.address !== null && line.place === null ? 'none: an address of this machine' : line.place],
    ['user agent', line.userAgent],
    ['languages', line.languages],
    ['screen', line.screen],
  ].filter((pair) => pair[1] !== null);
  return folded(line.verdict ?? '', title, line.at, pairList(/** @type {string[][]} */ (known)));
}

/**
 * @param {string} kind
 * @param {HTMLElement} title
 * @param {number} at
 * @param {...HTMLElement} inside
 */
function folded(kind, title, at, ...inside) {
  const made = document.createElement('details');
  if (kind !== '') made.className = kind;
  made.append(element('summary', { class: 'line' }, title, timeOf(at)), ...inside);
  return made;
}

/**
 * @param {string} kind
 * @param {string} text
 */
const badge = (kind, text) => element('span', { class: `badge ${kind}` }, text);

/** @param {string[][]} pairs */
function pairList(pairs) {
  const list = element('dl', { class: 'pairs' });
  for (const [name = '', value = ''] of pairs) {
    const told = name === 'user_validated' ? { class: 'told' } : {};
    list.append(
      element('dt', {}, element('code', {}, name)),
      element('dd', told, element('code', {}, value)),
    );
  }
  return list;
}
