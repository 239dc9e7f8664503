import { setTimeout as sleep } from 'node:timers/promises';
import type { KeyPair } from '../tls/checked-pair.ts';
import type { AccountKey } from './account-key.ts';
import { type AcmeAnswer, AcmeConnection, json } from './acme-connection.ts';
import { AcmeFailure } from './acme-failure.ts';
import { type Order, readAuthorization, readOrder } from './acme-messages.ts';
import { signingRequest } from './signing-request.ts';

/** How often the authority is asked whether it is done: first, and at the most; what it asks for itself goes before. */
const FIRST_POLL_MILLISECONDS = 250;
const LAST_POLL_MILLISECONDS = 5000;
const LONGEST_ORDER_MILLISECONDS = 3 * 60_000;

export type CertificateOrder = {
  readonly directoryUrl: string;
  readonly account: AccountKey;
  /** Who the authority writes to when something is wrong with the certificate. */
  readonly email: string;
  /** The one name that the certificate is for. */
  readonly domain: string;
  /** Makes `content`, which begins with a token, be found at `http://<domain>/.well-known/acme-challenge/<token>`. */
  readonly show: (content: string) => Promise<void>;
  readonly signal: AbortSignal;
};

/**
 * One certificate by the protocol of RFC 8555, the control of the name shown by http-01.
 * @throws AcmeFailure
 */
export async function obtainCertificate(wanted: CertificateOrder): Promise<KeyPair> {
  const signal = AbortSignal.any([wanted.signal, AbortSignal.timeout(LONGEST_ORDER_MILLISECONDS)]);
  const connection = new AcmeConnection(wanted.directoryUrl, wanted.account, signal);
  await connection.signIn(wanted.email);
  const { newOrder } = await connection.directory();
  const answer = await connection.post(newOrder, { identifiers: [{ type: 'dns', value: wanted.domain }] });
  const order = { url: answer.location, ...readOrder(json(answer.body)) };
  if (order.url === null) throw new AcmeFailure('the certificate authority names no order');
  for (const url of order.authorizations) await authorize(connection, wanted, url, signal);

  const { request, key } = await signingRequest(wanted.domain);
  await connection.post(order.finalize, { csr: request });
  const { certificate } = await finished(connection, order.url, signal);
  const chain = await connection.post(certificate, null);
  return { cert: chain.body, key };
}

async function authorize(
  connection: AcmeConnection,
  { account, show }: CertificateOrder,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const { status, challenge } = readAuthorization(json((await connection.post(url, null)).body));
  if (status === 'valid') return;
  if (challenge === null)
    throw new AcmeFailure('the certificate authority does not offer http-01 for this name');
  await show(account.keyAuthorization(challenge.token));
  await connection.post(challenge.url, {});
  await polled(connection, url, signal, (answer) => {
    const authorization = readAuthorization(json(answer.body));
    if (authorization.status === 'pending' || authorization.status === 'processing') return null;
    if (authorization.status === 'valid') return true;
    const reason = authorization.fault ?? `the authorization is ${authorization.status}`;
    throw new AcmeFailure(`the certificate authority did not find the answer at this name: ${reason}`);
  });
}

async function finished(
  connection: AcmeConnection,
  url: string,
  signal: AbortSignal,
): Promise<Order & { readonly certificate: string }> {
  return await polled(connection, url, signal, (answer) => {
    const order = readOrder(json(answer.body));
    const { certificate } = order;
    if (order.status === 'valid' && certificate !== null) return { ...order, certificate };
    if (order.status !== 'invalid') return null;
    throw new AcmeFailure(
      `the certificate authority gave the order up: ${order.fault ?? 'without a reason'}`,
    );
  });
}

/** Reads `url` until `found` answers something else than null. */
async function polled<T>(
  connection: AcmeConnection,
  url: string,
  signal: AbortSignal,
  found: (answer: AcmeAnswer) => T | null,
): Promise<T> {
  let pause = FIRST_POLL_MILLISECONDS;
  for (;;) {
    const answer = await connection.post(url, null);
    const value = found(answer);
    if (value !== null) return value;
    try {
      await sleep(answer.retryAfterSeconds === null ? pause : answer.retryAfterSeconds * 1000, null, {
        signal,
      });
    } catch {
      throw new AcmeFailure('the certificate authority was not done in time');
    }
    pause = Math.min(pause * 2, LAST_POLL_MILLISECONDS);
  }
}
