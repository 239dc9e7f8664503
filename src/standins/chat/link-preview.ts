const TIMEOUT_MILLISECONDS = 3000;
/** As much of a page as WhatsApp reads for a preview. */
const READ_CHARACTERS = 300 * 1024;
const LONGEST_TITLE = 80;

/** What a chat shows beneath a message with a link. */
export type LinkPreview = { readonly title: string; readonly host: string };

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/**
 * Opens a link before its reader does, as chats do to draw a preview. Null where nothing can be had.
 * @param url http or https.
 */
export async function linkPreview(url: string): Promise<LinkPreview | null> {
  try {
    const response = await fetch(url, {
      headers: { 'user-agent': 'WhatsApp/2.23.20.0' },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    const html = (await response.text()).slice(0, READ_CHARACTERS);
    const title = titleOf(html);
    return title === null ? null : { title, host: new URL(url).host };
  } catch {
    return null;
  }
}

function titleOf(html: string): string | null {
  const found =
    /<meta property="og:title" content="([^"]*)"/u.exec(html) ?? /<title[^>]*>([^<]*)<\/title>/u.exec(html);
  const title = (found?.[1] ?? '')
    .replaceAll(/&(amp|lt|gt|quot|#39);/gu, (whole, name: string) => ENTITIES[name] ?? whole)
    .trim();
  return title === '' ? null : title.slice(0, LONGEST_TITLE);
}
