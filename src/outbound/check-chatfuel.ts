import { type Finding, fault, fine, warning } from '../app/finding.ts';
import { allows } from '../kernel/schema.ts';
import { API_URL, chatfuel } from './chatfuel.ts';
import type { HttpClient } from './http-client.ts';

const CHECK = 'Chatfuel';

/** What the schema of the kind asks for, which its type does not tell. */
type Settings = {
  readonly chatfuel_token: string;
  readonly chatfuel_bot_id: string;
  readonly chatfuel_api_url?: string;
};

/**
 * Asks Chatfuel to start no flow for no user: it answers differently to a bot that it knows, and nobody is written to.
 * @param settings of a channel on Chatfuel.
 * @throws TypeError for settings that are not: they were checked when they were read.
 */
export async function checkChatfuel(settings: unknown, http: HttpClient): Promise<Finding> {
  if (!allows(chatfuel.settings, settings)) throw new TypeError('these are no settings of Chatfuel');
  const given = settings as Settings;
  const base = (given.chatfuel_api_url ?? API_URL).replace(/\/+$/, '');
  const bot = encodeURIComponent(given.chatfuel_bot_id);
  const url = new URL(`${base}/bots/${bot}/users/countersign-doctor/send`);
  url.searchParams.set('chatfuel_token', given.chatfuel_token);
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const answer = await http.send({ method: 'POST', url, headers, body: null }, new AbortController().signal);
  if (answer.type === 'failed') {
    return fault(
      CHECK,
      `${url.host} was not reached: ${answer.error}`,
      'Check the network, the firewall and CHATFUEL_API_URL.',
    );
  }
  const { status } = answer;
  if (status === 401 || status === 403 || /bot not found/i.test(answer.body)) {
    return fault(
      CHECK,
      `Chatfuel does not take the token for this bot (${status}).`,
      'Copy the bot id and the broadcasting token from Chatfuel again: CHATFUEL_BOT_ID, CHATFUEL_TOKEN.',
    );
  }
  // What it says to a request without a flow, once it has taken the token.
  if (status === 200 || status === 400 || status === 422)
    return fine(CHECK, 'Chatfuel knows the bot, and takes the token.');
  return warning(
    CHECK,
    `Chatfuel answered ${status}, which says nothing of the token.`,
    'Run this again later; if it stays, check CHATFUEL_API_URL.',
  );
}
