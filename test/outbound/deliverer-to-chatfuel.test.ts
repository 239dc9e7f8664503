import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Notice } from '../../src/app/ports.ts';
import { channelId } from '../../src/kernel/ids.ts';
import { chatfuelConnector } from '../../src/outbound/chatfuel.ts';
import { startDeliverer } from '../../src/outbound/deliverer.ts';
import { httpClient } from '../../src/outbound/http-client.ts';
import { startChatfuelStandIn } from '../../src/standins/chatfuel.ts';
import { decidedChallenge, pendingDelivery } from '../fakes/decided-challenge.ts';
import { deliveryWorld } from '../fakes/delivery-world.ts';

const CHANNEL = channelId('default');

describe('a verdict on its way to Chatfuel', () => {
  it('starts its flow, over the real network and by the real timer, and is then delivered', async () => {
    const world = deliveryWorld();
    const standIn = await startChatfuelStandIn({ token: 'token', botId: 'bot' });
    const http = httpClient({ clock: world.clock, allowedHosts: ['127.0.0.1'] });
    const connector = chatfuelConnector({ apiUrl: standIn.url, botId: 'bot', token: 'token' }, http);
    const deliverer = startDeliverer(world.service, new Map([[CHANNEL, connector]]));
    const flows: string[] = [];
    standIn.onSend(({ flow, attributes }) => flows.push(`${flow} ${attributes['user_validated']}`));
    const delivered = new Promise<Notice>((resolve) => {
      world.notices.subscribe((notice) => notice.type === 'delivery' && resolve(notice));
    });

    const stored = decidedChallenge(world.clock.now(), { verdict: 'failed' });
    const delivery = pendingDelivery(stored, world.clock.now());
    world.put(stored, delivery);
    world.notices.publish({ type: 'verdict', challenge: stored.challenge.id, channel: CHANNEL });

    assert.equal((await delivered).challenge, stored.challenge.id);
    assert.deepEqual(flows, ['Balance false']);
    assert.equal(world.deliveries.get(delivery.id).status, 'delivered');
    await deliverer.stop(1000);
    await http.close();
    await standIn.close();
  });
});
