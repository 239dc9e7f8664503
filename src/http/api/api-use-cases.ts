import { assembleEvidence, type EvidenceOutcome } from '../../app/assemble-evidence.ts';
import { authenticate } from '../../app/authenticate.ts';
import { type CancelOutcome, cancelChallenge } from '../../app/cancel-challenge.ts';
import type { ChallengeView } from '../../app/challenge-view.ts';
import type { Channel } from '../../app/channel.ts';
import { createChallenge } from '../../app/create-challenge.ts';
import type { ChallengeRequest, CreateOutcome } from '../../app/create-outcome.ts';
import { type EraseOutcome, eraseClient } from '../../app/erase-client.ts';
import { type ListOutcome, type ListRequest, listChallenges } from '../../app/list-challenges.ts';
import { type EventPage, type EventsRequest, listEvents, waitForEvents } from '../../app/list-events.ts';
import {
  type DeliveryFilter,
  type DeliveryPage,
  findDelivery,
  giveDeliveriesUp,
  giveDeliveryUp,
  listDeliveries,
  type OperateOutcome,
  sendDeliveriesAgain,
  sendDeliveryAgain,
} from '../../app/operate-deliveries.ts';
import { type PublishedKeys, publishedKeys } from '../../app/published-keys.ts';
import { readChallenge } from '../../app/read-challenge.ts';
import type { Service } from '../../app/service.ts';
import { type ClientView, showClient } from '../../app/show-client.ts';
import { unlockClient } from '../../app/unlock-client.ts';
import { waitForVerdict } from '../../app/wait-for-verdict.ts';
import type { PrivateName } from '../../domain/audit/private-fields.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import type { ChallengeId, ChannelId, DeliveryId } from '../../kernel/ids.ts';
import { startsPerTurn } from './starts-per-turn.ts';

/** What the bots' side asks of the service. All may throw StoreUnavailable. */
export type ApiUseCases = {
  authenticate(key: string): Promise<Channel | null>;
  createChallenge(channel: Channel, request: ChallengeRequest): Promise<CreateOutcome>;
  readChallenge(channel: Channel, id: ChallengeId): Promise<ChallengeView | null>;
  waitForVerdict(
    channel: Channel,
    id: ChallengeId,
    seconds: number,
    signal: AbortSignal,
  ): Promise<ChallengeView | null>;
  listChallenges(channel: Channel, request: ListRequest): Promise<ListOutcome>;
  listEvents(channel: Channel, request: EventsRequest): Promise<EventPage>;
  waitForEvents(
    channel: Channel,
    request: EventsRequest,
    seconds: number,
    signal: AbortSignal,
  ): Promise<EventPage>;
  cancelChallenge(channel: Channel, id: ChallengeId): Promise<CancelOutcome>;
  listDeliveries(
    channel: ChannelId,
    filter: DeliveryFilter,
    limit: number,
    before: DeliveryId | null,
  ): Promise<DeliveryPage>;
  findDelivery(channel: ChannelId, id: DeliveryId): Promise<Delivery | null>;
  sendDeliveryAgain(channel: ChannelId, id: DeliveryId): Promise<OperateOutcome>;
  giveDeliveryUp(channel: ChannelId, id: DeliveryId): Promise<OperateOutcome>;
  sendDeliveriesAgain(channel: ChannelId, filter: DeliveryFilter): Promise<number>;
  giveDeliveriesUp(channel: ChannelId, filter: DeliveryFilter): Promise<number>;
  showClient(channel: Channel, clientId: string): Promise<ClientView | null>;
  unlockClient(channel: Channel, clientId: string): Promise<ClientView | null>;
  eraseClient(channel: Channel, clientId: string): Promise<EraseOutcome>;
  readEvidence(channel: Channel, id: ChallengeId, reveal: ReadonlySet<PrivateName>): Promise<EvidenceOutcome>;
  /** The page for people as a PDF, of a bundle that `readEvidence` gave. */
  printEvidence(bundle: string): Promise<Uint8Array>;
  publishedKeys(): Promise<PublishedKeys | null>;
  pingStore(): Promise<void>;
};

/**
 * Challenges that are begun in one turn of the event loop: a page waits for a few milliseconds at most, and still enough of
 * them share a commit that bots get no fewer (docs/adr/0032-speed.md).
 */
const CHALLENGES_PER_TURN = 16;

export function apiUseCases(
  service: Service,
  { printEvidence, blockDays }: Pick<ApiUseCases, 'printEvidence'> & { readonly blockDays: number },
): ApiUseCases {
  const mayBegin = startsPerTurn(CHALLENGES_PER_TURN);
  return {
    authenticate: (key) => authenticate(service, key),
    createChallenge: async (channel, request) => {
      await mayBegin();
      return await createChallenge(service, channel, request);
    },
    readChallenge: (channel, id) => readChallenge(service, channel, id),
    waitForVerdict: (channel, id, seconds, signal) => waitForVerdict(service, channel, id, seconds, signal),
    listChallenges: (channel, request) => listChallenges(service, channel, request),
    listEvents: (channel, request) => listEvents(service, channel, request),
    waitForEvents: (channel, request, seconds, signal) =>
      waitForEvents(service, channel, request, seconds, signal),
    cancelChallenge: (channel, id) => cancelChallenge(service, channel, id),
    listDeliveries: (channel, filter, limit, before) =>
      listDeliveries(service, channel, filter, limit, before),
    findDelivery: (channel, id) => findDelivery(service, channel, id),
    sendDeliveryAgain: (channel, id) => sendDeliveryAgain(service, channel, id),
    giveDeliveryUp: (channel, id) => giveDeliveryUp(service, channel, id),
    sendDeliveriesAgain: (channel, filter) => sendDeliveriesAgain(service, channel, filter),
    giveDeliveriesUp: (channel, filter) => giveDeliveriesUp(service, channel, filter),
    showClient: (channel, clientId) => showClient(service, channel, clientId),
    unlockClient: (channel, clientId) => unlockClient(service, channel, clientId),
    eraseClient: (channel, clientId) => eraseClient(service, channel.id, clientId, blockDays),
    readEvidence: (channel, id, reveal) => assembleEvidence(service, { id, channel: channel.id, reveal }),
    printEvidence,
    publishedKeys: () => publishedKeys(service),
    pingStore: () => service.store.ping(),
  };
}
