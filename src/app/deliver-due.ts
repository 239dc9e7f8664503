import type { Delivery, SendOutcome } from '../domain/delivery/delivery.ts';
import { afterAttempt, isStuck } from '../domain/delivery/schedule.ts';
import type { ChallengeId, ChannelId } from '../kernel/ids.ts';
import { type Instant, plus } from '../kernel/instant.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { deliveryEntry } from './log-drafts.ts';
import type { CheckpointStore, LogRows } from './log-ports.ts';
import type { Connector, DeliveryMessage, Entropy, PlaceInLog } from './ports.ts';
import { keyOf, openDetails, openLink } from './sealed.ts';
import type { Service } from './service.ts';
import type { ClaimedDelivery, DeliveryStore } from './store-ports.ts';
import { type ClientKey, SealBroken } from './vault.ts';

/** How long a claimed delivery is ours alone: longer than any attempt takes, which is 15 s and a little. */
const LEASE_MILLISECONDS = 30_000;

/** What delivering needs of the service. */
export type DeliveryService = Pick<Service, 'build' | 'clock' | 'entropy' | 'vault' | 'notices' | 'log'> & {
  readonly store: {
    readonly deliveries: Pick<DeliveryStore, 'claim' | 'settle'>;
    readonly logRows: Pick<LogRows, 'loggedVerdicts'>;
    readonly checkpoints: Pick<CheckpointStore, 'latest'>;
  };
};

/** Where a channel's deliveries go. */
export type Route = { readonly channel: ChannelId; readonly connector: Connector };

/**
 * Claims deliveries of one channel that are due and begins an attempt at each.
 *
 * A crash before the claim is committed leaves them due. A crash after it leaves them leased: whether the platform
 * was told is then unknown, so the next deliverer sends them again when the lease ends, with the same ids in them.
 *
 * @returns the attempts under way. Each ends with its delivery as settled, or null where that could not be written.
 * @throws StoreUnavailable where nothing could be claimed.
 */
export async function deliverDue(
  service: DeliveryService,
  route: Route,
  limit: number,
  signal: AbortSignal,
): Promise<readonly Promise<Delivery | null>[]> {
  const now = service.clock.now();
  const leaseUntil = plus(now, LEASE_MILLISECONDS);
  const claimed = await service.store.deliveries.claim({ channel: route.channel, now, leaseUntil, limit });
  return claimed.map((each) => attempt(service, route.connector, each, signal));
}

async function attempt(
  service: DeliveryService,
  connector: Connector,
  claimed: ClaimedDelivery,
  signal: AbortSignal,
): Promise<Delivery | null> {
  const outcome = await tell(service, connector, claimed, signal);
  const next = afterAttempt(claimed.delivery, outcome, service.clock.now(), fraction(service.entropy));
  try {
    // Until this is committed the delivery counts as not told: a crash or a failing store here costs one more copy.
    const entry = deliveryEntry(service, next, service.clock.now());
    if (!(await service.store.deliveries.settle(next, entry))) return null;
  } catch (error) {
    service.log.error(
      { ...idsOf(next), err: error },
      'what became of a delivery could not be stored; it is sent again',
    );
    return null;
  }
  report(service, next);
  service.notices.publish({ type: 'delivery', challenge: next.challenge });
  return next;
}

async function tell(
  service: DeliveryService,
  connector: Connector,
  claimed: ClaimedDelivery,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const { delivery } = claimed;
  if (connector.name !== delivery.connector) {
    const error = `Channel ${delivery.channel} has no connector ${delivery.connector} any more. Put it back into the settings, or give this delivery up.`;
    return { type: 'retry', error, retryAfterSeconds: null };
  }
  try {
    const message = await messageOf(service, connector, claimed);
    return message.ok ? await connector.send(message.value, signal) : message.error;
  } catch (error) {
    service.log.error(
      { ...idsOf(delivery), err: error },
      'an attempt at a delivery failed inside the service',
    );
    const words =
      'The attempt failed inside this service, not at the platform. The log of that moment says why.';
    return { type: 'retry', error: words, retryAfterSeconds: null };
  }
}

/** The message that a delivery stands for, or why there is none. @throws StoreUnavailable */
async function messageOf(
  service: DeliveryService,
  connector: Connector,
  { delivery, challenge, client }: ClaimedDelivery,
): Promise<Result<DeliveryMessage, SendOutcome>> {
  const at = happenedAt(delivery, challenge);
  const key = unsealed(() => keyOf(service.vault, client));
  if (key === null) return err(otherSecret());
  const details = unsealed(() => openDetails(service.vault, key, challenge));
  if (details === null) {
    return err(refused("The client's data was erased or altered, so nobody is left to tell."));
  }
  const link = liveLink(service, key, delivery, challenge);
  if (delivery.event === 'created' && connector.sendsLink && link === null) {
    return err(
      refused('The challenge was over before its link could be sent. A new one needs a new request.'),
    );
  }
  const isVerdict = delivery.event !== 'created' && delivery.event !== 'viewed';
  return ok({
    delivery: delivery.id,
    challenge: challenge.id,
    channel: delivery.channel,
    attempt: delivery.attempts,
    event: delivery.event,
    reason: isVerdict ? challenge.lifecycle.reason : null,
    at,
    clientId: details.clientId,
    phone: details.phone,
    flow: details.flow,
    locale: details.locale,
    purpose: details.purpose,
    metadata: details.metadata,
    link,
    callback: details.callback,
    log: isVerdict && connector.tellsLog === true ? await placeInLog(service, challenge.id) : null,
    createdAt: challenge.lifecycle.createdAt,
    expiresAt: challenge.lifecycle.expiresAt,
  });
}

/** @throws Error for a verdict that its challenge does not have: they are one commit, and sending must not guess. */
function happenedAt({ event, createdAt }: Delivery, { lifecycle }: ClaimedDelivery['challenge']): Instant {
  if (event === 'created') return lifecycle.createdAt;
  if (event === 'viewed') return createdAt;
  if (lifecycle.status !== event || lifecycle.decidedAt === null)
    throw new Error('a delivery tells of a verdict that its challenge does not have');
  return lifecycle.decidedAt;
}

/** Null where the log has no such verdict: it was rewritten, or lost it, and that holds no verdict up. */
async function placeInLog({ store }: DeliveryService, challenge: ChallengeId): Promise<PlaceInLog | null> {
  const [[verdict], latest] = await Promise.all([
    store.logRows.loggedVerdicts([challenge]),
    store.checkpoints.latest(),
  ]);
  return verdict === undefined ? null : { index: verdict.index, checkpoint: latest?.note ?? null };
}

/** The link that a delivery is to send; null where it has none, or nobody could use it any more. */
function liveLink(
  { clock, vault }: DeliveryService,
  key: ClientKey,
  { sealedLink }: Delivery,
  { id, lifecycle }: ClaimedDelivery['challenge'],
): string | null {
  const over = lifecycle.status !== 'pending' || clock.now() >= lifecycle.expiresAt;
  return sealedLink === null || over ? null : openLink(vault, key, id, sealedLink);
}

const refused = (error: string): SendOutcome => ({ type: 'refused', error });

/** Tried again: with the right key back in the settings, no verdict is lost. */
const otherSecret = (): SendOutcome => ({
  type: 'retry',
  error: 'The client key does not open: SECRET_KEY is not the one that this database was written with.',
  retryAfterSeconds: null,
});

function unsealed<T>(open: () => T): T | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}

function report(service: DeliveryService, delivery: Delivery): void {
  const fields = { ...idsOf(delivery), event: delivery.event, attempts: delivery.attempts };
  if (delivery.status === 'delivered') service.log.info(fields, 'delivered');
  else if (delivery.status === 'given_up')
    service.log.error(fields, 'a delivery is given up: it is not sent again by itself');
  else if (isStuck(delivery)) service.log.warn(fields, 'still not delivered');
}

const idsOf = (delivery: Delivery) => ({
  delivery: delivery.id,
  challenge: delivery.challenge,
  channel: delivery.channel,
  connector: delivery.connector,
});

/** Uniform, at least 0 and below 1, in steps of 2^-32. */
function fraction(entropy: Entropy): number {
  const bytes = entropy.bytes(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
}
