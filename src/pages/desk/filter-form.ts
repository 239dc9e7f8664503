import { type Html, html } from '../html.ts';
import type { DeskFrame } from './desk-layout.ts';

/** What a list is narrowed to, as the page's own address says it; '' for whatever. */
export type ListFilter = {
  readonly status: string;
  readonly channel: string;
  /** Days as `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly to: string;
};

export const NO_FILTER: ListFilter = { status: '', channel: '', from: '', to: '' };

export const isFiltered = (filter: ListFilter): boolean =>
  Object.values(filter).some((value) => value !== '');

/** A form that asks for the same page again, narrowed. @param statuses what may be chosen, with its words. */
export function filterForm(
  { channels }: Pick<DeskFrame, 'channels'>,
  path: string,
  filter: ListFilter,
  statuses: Readonly<Record<string, string>>,
): Html {
  const names = [...channels, ...channels.map((name) => `test:${name}`)];
  return html`<form class="filter" method="get" action="${path}">
<p><label for="status">How it stands</label>${choice('status', statuses, filter.status)}</p>
<p><label for="channel">Channel</label>${choice('channel', Object.fromEntries(names.map((name) => [name, name])), filter.channel)}</p>
<p><label for="from">From day</label><input id="from" name="from" type="date" value="${filter.from}"></p>
<p><label for="to">To day</label><input id="to" name="to" type="date" value="${filter.to}"></p>
<p><button class="button quiet">Show</button>${isFiltered(filter) && html` <a class="all" href="${path}">Show all</a>`}</p>
</form>`;
}

const choice = (name: string, options: Readonly<Record<string, string>>, chosen: string): Html =>
  html`<select id="${name}" name="${name}"><option value="">any</option>${Object.entries(options).map(
    ([value, words]) =>
      html`<option value="${value}"${value === chosen && html` selected`}>${words}</option>`,
  )}</select>`;

/** The filter as it stands in an address, with the place of the next page. */
export function listAddress(path: string, filter: ListFilter, before: string | null): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
  if (before !== null) query.set('before', before);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The way to the next page; nothing on the last one. */
export const nextPage = (path: string, filter: ListFilter, next: string | null): Html | null =>
  next === null
    ? null
    : html`<p class="next"><a class="button quiet" href="${listAddress(path, filter, next)}">Older ones</a></p>`;
