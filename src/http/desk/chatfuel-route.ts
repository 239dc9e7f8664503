import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Channel } from '../../app/channel.ts';
import { deskChannels } from '../../app/desk-channels.ts';
import type { Service } from '../../app/service.ts';
import { type ChatfuelView, chatfuelPage } from '../../pages/desk/chatfuel-page.ts';
import { CHATFUEL_ATTRIBUTES } from '../api/chatfuel-route.ts';
import type { DeskContext } from './desk-context.ts';
import { sendDeskPage } from './send-desk-page.ts';
import { frameOf, operatorIn, parametersOf } from './signed-in.ts';

/** Hosts that only this machine or a network of one's own can reach. */
const NOT_PUBLIC =
  /^(?:localhost|.*\.local|127\..*|10\..*|192\.168\..*|172\.(?:1[6-9]|2\d|3[01])\..*|\[.*\])$/i;

/** `GET /desk/chatfuel` */
export function chatfuelRoute(scope: FastifyInstance, context: DeskContext): void {
  const { service } = context;
  scope.get('/desk/chatfuel', async (request, reply) => {
    const channels = deskChannels(service, operatorIn(request).scope);
    const wanted = parametersOf(request)['channel'];
    const channel = channels.find(({ id }) => id === wanted) ?? channels[0];
    if (channel === undefined) throw new Error('an operator without a channel was let in');
    const view = await viewOf(service, channel, request);
    return sendDeskPage(reply, 200, chatfuelPage(frameOf(context, request), view));
  });
}

async function viewOf(service: Service, channel: Channel, request: FastifyRequest): Promise<ChatfuelView> {
  const { protocol, host, hostname } = request;
  const now = service.clock.now();
  const keys = await service.store.keys.list(channel.id);
  const { url, error } = channel.attributes ?? CHATFUEL_ATTRIBUTES;
  return {
    apiOrigin: `${protocol}://${host}`,
    isPublic: protocol === 'https' && !NOT_PUBLIC.test(hostname),
    channel: channel.id,
    tellsChatfuel: channel.connector === 'chatfuel',
    keyNames: keys
      .filter(({ scope, revokedAt }) => scope === 'bot' && (revokedAt === null || revokedAt > now))
      .map(({ name }) => name),
    facts: channel.policy.facts,
    ttlSeconds: channel.policy.ttlSeconds,
    attributes: { url, error },
  };
}
