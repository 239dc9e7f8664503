import { isText, jsonBody } from './answers.ts';
import {
  type StandInAnswer,
  type StandInCall,
  type StandInOptions,
  type StandInServer,
  secondLimit,
  startStandInServer,
} from './stand-in-server.ts';

export type TelegramStandInOptions = StandInOptions & {
  readonly token: string;
  readonly chats: ReadonlySet<string>;
};

const MESSAGES_PER_SECOND = 30;

/** Speaks Telegram's `sendMessage`, with its errors and limit. */
export function startTelegramStandIn(options: TelegramStandInOptions): Promise<StandInServer> {
  const withinLimit = secondLimit(MESSAGES_PER_SECOND, options.now ?? Date.now);
  return startStandInServer(options, (call) => answerTo(call, options, withinLimit));
}

function answerTo(
  call: StandInCall,
  options: TelegramStandInOptions,
  withinLimit: () => boolean,
): StandInAnswer {
  if (call.path !== `/bot${options.token}/sendMessage`) return error(404, 'Not Found');
  const { chat_id: chat, text } = jsonBody(call);
  if (!withinLimit()) return { ...error(429, 'Too Many Requests: retry after 7', { retry_after: 7 }) };
  if (!isText(text)) return error(400, 'Bad Request: message text is empty');
  if (!options.chats.has(String(chat))) return error(400, 'Bad Request: chat not found');
  return { status: 200, body: { ok: true, result: { message_id: 1, chat: { id: chat }, text } } };
}

const error = (status: number, description: string, parameters?: object): StandInAnswer => ({
  status,
  body: { ok: false, error_code: status, description, ...(parameters === undefined ? {} : { parameters }) },
});
