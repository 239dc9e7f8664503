import { isText, jsonBody } from './answers.ts';
import {
  type StandInAnswer,
  type StandInCall,
  type StandInOptions,
  type StandInServer,
  startStandInServer,
} from './stand-in-server.ts';

export type BotpressStandInOptions = StandInOptions & { readonly token: string; readonly botId: string };

/** Speaks Botpress's call that creates an event, with its errors. */
export const startBotpressStandIn = (options: BotpressStandInOptions): Promise<StandInServer> =>
  startStandInServer(options, (call) => answerTo(call, options));

function answerTo(call: StandInCall, options: BotpressStandInOptions): StandInAnswer {
  const known =
    call.headers['authorization'] === `Bearer ${options.token}` && call.headers['x-bot-id'] === options.botId;
  if (!known) return error(401, 'Unauthorized', 'The request requires to be authenticated.');
  if (call.path !== '/v1/chat/events') return error(404, 'ResourceNotFound', 'The route was not found.');
  const { type, payload, conversationId } = jsonBody(call);
  if (!isText(type) || typeof payload !== 'object' || !isText(conversationId)) {
    return error(400, 'InvalidPayload', 'The request payload is invalid.');
  }
  return { status: 201, body: { event: { id: 'evt_1', type, status: 'pending', conversationId } } };
}

const error = (code: number, type: string, message: string): StandInAnswer => ({
  status: code,
  body: { code, type, message },
});
