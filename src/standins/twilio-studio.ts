import { Buffer } from 'node:buffer';
import {
  type StandInAnswer,
  type StandInCall,
  type StandInOptions,
  type StandInServer,
  startStandInServer,
} from './stand-in-server.ts';

export type TwilioStandInOptions = StandInOptions & {
  readonly accountSid: string;
  readonly authToken: string;
  readonly flowSid: string;
};

/** `busy`: numbers for which an execution is active already. */
export type TwilioStandIn = StandInServer & { readonly busy: Set<string> };

/** Speaks Twilio Studio's call that starts an execution of a flow, with its errors. */
export async function startTwilioStandIn(options: TwilioStandInOptions): Promise<TwilioStandIn> {
  const busy = new Set<string>();
  const server = await startStandInServer(options, (call) => answerTo(call, options, busy));
  return { ...server, busy };
}

function answerTo(
  call: StandInCall,
  options: TwilioStandInOptions,
  busy: ReadonlySet<string>,
): StandInAnswer {
  const basic = Buffer.from(`${options.accountSid}:${options.authToken}`).toString('base64');
  if (call.headers['authorization'] !== `Basic ${basic}`) return error(401, 20003, 'Authenticate');
  if (call.path !== `/v2/Flows/${options.flowSid}/Executions`) {
    return error(404, 20404, `The requested resource ${call.path} was not found`);
  }
  const form = new URLSearchParams(call.body);
  const to = form.get('To');
  if (to === null || form.get('From') === null) return error(400, 20001, 'To and From are required');
  if (busy.has(to)) return error(409, 20409, 'Execution is already active for this contact');
  return { status: 201, body: { sid: `FN${'0'.repeat(32)}`, status: 'active', context: {} } };
}

const error = (status: number, code: number, message: string): StandInAnswer => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});
