import type { JsonAnswer } from './flow.ts';
import { type ShownCall, shownCall } from './shown-call.ts';

/** How long Chatfuel's JSON request waits for its answer. */
const TIMEOUT_MILLISECONDS = 10_000;

/** Makes the request that a flow asks for, in the way of Chatfuel's JSON request. Never throws. */
export async function jsonRequest(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly answer: JsonAnswer; readonly shown: ShownCall }> {
  const at = Date.now();
  const { status, text } = await fetched(url, headers);
  const { pathname, searchParams } = new URL(url);
  const pairs = [...searchParams, ...Object.entries(headers)];
  return {
    answer: { status, members: textMembers(text) },
    shown: shownCall({ at, method: 'GET', path: pathname, pairs, status, answer: text }),
  };
}

async function fetched(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number | null; readonly text: string }> {
  try {
    const response = await fetch(url, {
      headers: { ...headers, 'user-agent': 'Chatfuel' },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: null, text: error instanceof Error ? error.message : 'unknown' };
  }
}

function textMembers(text: string): Readonly<Record<string, string>> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return {};
    const members = Object.entries(parsed).filter(
      (member): member is [string, string] => typeof member[1] === 'string',
    );
    return Object.fromEntries(members);
  } catch {
    return {};
  }
}
