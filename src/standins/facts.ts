import { Webhook } from 'standardwebhooks';
import {
  type StandInAnswer,
  type StandInCall,
  type StandInOptions,
  type StandInServer,
  startStandInServer,
} from './stand-in-server.ts';

export type FactsStandInOptions = StandInOptions & {
  /** `whsec_…`: a request that is not signed with it gets 401. */
  readonly secret: string;
  /** What it knows: the facts of each client, as they are to be sent. May be changed while it runs. */
  readonly clients: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
};

/** The operator's own system: answers who a client is, 404 for one that it does not know. */
export const startFactsStandIn = (options: FactsStandInOptions): Promise<StandInServer> =>
  startStandInServer(options, (call) => answerOf(call, options));

function answerOf(call: StandInCall, { secret, clients }: FactsStandInOptions): StandInAnswer {
  if (call.method !== 'POST') return { status: 405, body: 'POST only' };
  if (!isSigned(call, secret)) return { status: 401, body: 'the signature is not good' };
  // Signed by the service, so of the form that it sends.
  const { data } = JSON.parse(call.body) as { readonly data: { readonly client_id: string } };
  const facts = clients.get(data.client_id);
  return facts === undefined ? { status: 404, body: '' } : { status: 200, body: { facts } };
}

function isSigned({ headers, body }: StandInCall, secret: string): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': at = '', 'webhook-signature': list = '' } = headers;
  if (!/^\d+$/.test(at)) return false;
  return list.split(' ').includes(new Webhook(secret).sign(id, new Date(Number(at) * 1000), body));
}
