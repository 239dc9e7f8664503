import { Webhook } from 'standardwebhooks';
import { fromBase64, utf8 } from '../kernel/bytes.ts';
import { VerifyingKey } from '../kernel/signing.ts';
import {
  type StandInAnswer,
  type StandInCall,
  type StandInOptions,
  type StandInServer,
  startStandInServer,
} from './stand-in-server.ts';

/** One of a `whsec_` secret and a `whpk_` public key, by which signatures are checked. */
export type WebhookStandInOptions = StandInOptions & { readonly secret: string };

/** Keeps each event once, however many copies come: by `webhook-id`. */
export type WebhookStandIn = StandInServer & { readonly events: ReadonlyMap<string, unknown> };

/**
 * A server that receives webhooks as Standard Webhooks 1.0.0 wants them received: signature first, at most five minutes
 * old, each id once; 204 for a good one, 401 for any other. The path does not matter.
 */
export async function startWebhookStandIn(options: WebhookStandInOptions): Promise<WebhookStandIn> {
  const events = new Map<string, unknown>();
  const { now = Date.now } = options;
  const server = await startStandInServer(options, (call): StandInAnswer => {
    if (call.method !== 'POST') return { status: 405, body: 'POST only' };
    if (!isGood(call, options.secret, now)) return { status: 401, body: 'the signature is not good' };
    const id = call.headers['webhook-id'] ?? '';
    if (!events.has(id)) events.set(id, JSON.parse(call.body));
    return { status: 204, body: '' };
  });
  return { ...server, events };
}

const TOLERANCE_SECONDS = 5 * 60;

function isGood({ headers, body }: StandInCall, secret: string, now: () => number): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': at = '', 'webhook-signature': list = '' } = headers;
  if (!/^\d+$/.test(at) || Math.abs(now() / 1000 - Number(at)) > TOLERANCE_SECONDS) return false;
  const signatures = list.split(' ');
  if (secret.startsWith('whpk_')) {
    const key = VerifyingKey.fromRaw(fromBase64(secret.slice('whpk_'.length)) ?? new Uint8Array());
    const signed = utf8(`${id}.${at}.${body}`);
    return signatures
      .filter((each) => each.startsWith('v1a,'))
      .some(
        (each) => key?.verify(signed, fromBase64(each.slice('v1a,'.length)) ?? new Uint8Array()) ?? false,
      );
  }
  return signatures.includes(new Webhook(secret).sign(id, new Date(Number(at) * 1000), body));
}
