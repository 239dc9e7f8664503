import { isText, jsonBody } from './answers.ts';
import {
  type StandInAnswer,
  type StandInCall,
  type StandInOptions,
  type StandInServer,
  startStandInServer,
} from './stand-in-server.ts';

export type WhatsappStandInOptions = StandInOptions & {
  readonly token: string;
  readonly phoneNumberId: string;
  /** Names of the templates that Meta approved. */
  readonly templates: ReadonlySet<string>;
};

export type WhatsappStandIn = StandInServer & {
  /** Numbers that have not written for a day: only templates reach them. */
  readonly closed: Set<string>;
};

const LONGEST_BODY = 1024;
const LONGEST_BUTTON = 20;

/** Speaks the call of Meta's Cloud API that sends a message, with its errors. */
export async function startWhatsappStandIn(options: WhatsappStandInOptions): Promise<WhatsappStandIn> {
  const closed = new Set<string>();
  const server = await startStandInServer(options, (call) => answerTo(call, options, closed));
  return { ...server, closed };
}

function answerTo(
  call: StandInCall,
  options: WhatsappStandInOptions,
  closed: ReadonlySet<string>,
): StandInAnswer {
  if (call.headers['authorization'] !== `Bearer ${options.token}`) {
    return error(401, 190, 'Invalid OAuth access token.');
  }
  if (!call.path.endsWith(`/${options.phoneNumberId}/messages`)) return error(404, 100, 'Unknown path');
  const message = jsonBody(call);
  const to = message['to'] ?? message['recipient'];
  if (message['messaging_product'] !== 'whatsapp' || !isText(to)) return error(400, 100, 'Invalid parameter');
  if (message['type'] !== 'template' && closed.has(to)) {
    return error(400, 131047, '(#131047) Re-engagement message');
  }
  const fault = faultOf(message, options);
  if (fault !== null) return fault;
  return {
    status: 200,
    body: {
      messaging_product: 'whatsapp',
      contacts: [{ input: to, wa_id: to }],
      messages: [{ id: 'wamid.HBgN', message_status: 'accepted' }],
    },
  };
}

function faultOf(
  message: Readonly<Record<string, unknown>>,
  { templates }: WhatsappStandInOptions,
): StandInAnswer | null {
  const text = JSON.stringify(message);
  if (message['type'] === 'template') {
    const name = /"template":\{"name":"([^"]*)"/.exec(text)?.[1] ?? '';
    return templates.has(name) ? null : error(404, 132001, '(#132001) Template name does not exist');
  }
  const button = /"display_text":"([^"]*)"/.exec(text)?.[1] ?? '';
  const body = /"(?:text|body)":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? '';
  const fits = [...button].length <= LONGEST_BUTTON && body.length > 0 && body.length <= LONGEST_BODY;
  return fits ? null : error(400, 131009, '(#131009) Parameter value is not valid');
}

const error = (status: number, code: number, message: string): StandInAnswer => ({
  status,
  body: {
    error: {
      message,
      type: 'OAuthException',
      code,
      error_data: { messaging_product: 'whatsapp', details: message },
      fbtrace_id: 'A1',
    },
  },
});
