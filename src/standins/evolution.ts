import { isText, jsonBody } from './answers.ts';
import {
  type StandInAnswer,
  type StandInCall,
  type StandInOptions,
  type StandInServer,
  startStandInServer,
} from './stand-in-server.ts';

export type EvolutionStandInOptions = StandInOptions & { readonly apiKey: string; readonly instance: string };

/** Speaks Evolution API's call that sends a text, with its errors. */
export const startEvolutionStandIn = (options: EvolutionStandInOptions): Promise<StandInServer> =>
  startStandInServer(options, (call) => answerTo(call, options));

function answerTo(call: StandInCall, options: EvolutionStandInOptions): StandInAnswer {
  if (call.headers['apikey'] !== options.apiKey) return error(401, 'Unauthorized', 'Unauthorized');
  if (call.path !== `/message/sendText/${encodeURIComponent(options.instance)}`) {
    return error(404, 'Not Found', 'The instance does not exist');
  }
  const { number, text } = jsonBody(call);
  if (!isText(number) || !isText(text)) return error(400, 'Bad Request', 'instance requires property "text"');
  return {
    status: 201,
    body: { key: { remoteJid: `${number}@s.whatsapp.net`, id: 'BAE5' }, status: 'PENDING' },
  };
}

const error = (status: number, name: string, message: string): StandInAnswer => ({
  status,
  body: { status, error: name, response: { message: [message] } },
});
