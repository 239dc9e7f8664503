import type { Channel, Logo } from '../app/channel.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { shownText } from './shown-text.ts';
import { CHECK } from './signs.ts';

/** Whom a page speaks for, and where it leads back to. */
export type Business = Pick<Channel, 'displayName' | 'look' | 'returnUrl'>;

/** The head of a page: the logo, or else the first letter of the name, or else the service's own mark. */
export function businessMark({ tag }: Language, { displayName, look }: Business): Html {
  if (look?.logo) return html`<img class="logo" src="${dataUri(look.logo)}" alt="">`;
  const initial = [...(shownText(displayName) ?? '')][0]?.toLocaleUpperCase(tag);
  return html`<span class="mark" aria-hidden="true">${initial ?? CHECK}</span>`;
}

export function businessName({ displayName }: Business): Html | null {
  const name = shownText(displayName);
  return name === null ? null : html`<p class="name"><bdi>${name}</bdi></p>`;
}

/** Where the business says that help is to be found, in its own words. */
export function businessHelp({ tag }: Language, { look }: Business): Html | null {
  const help = shownText(look?.words.get(tag)?.help ?? null);
  return help === null ? null : html`<p class="small"><bdi>${help}</bdi></p>`;
}

const dataUri = ({ mediaType, base64 }: Logo): string => `data:${mediaType};base64,${base64}`;
