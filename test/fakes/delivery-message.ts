import type { DeliveryMessage } from '../../src/app/ports.ts';
import { channelId, makeId } from '../../src/kernel/ids.ts';
import { instant, plus } from '../../src/kernel/instant.ts';

const DECIDED = instant(Date.UTC(2026, 10, 22, 9, 30));

/** An event as any connector may be given it, but for what a test is about. */
export const deliveryMessage = (about: Partial<DeliveryMessage> = {}): DeliveryMessage => ({
  delivery: makeId('delivery', DECIDED, new Uint8Array(10)),
  challenge: makeId('challenge', DECIDED, new Uint8Array(10)),
  channel: channelId('default'),
  attempt: 1,
  event: 'passed',
  reason: 'answered',
  at: DECIDED,
  clientId: '5215512345678',
  phone: '+5215512345678',
  flow: 'Balance',
  locale: null,
  purpose: null,
  metadata: null,
  link: null,
  callback: null,
  log: null,
  createdAt: plus(DECIDED, -20_000),
  expiresAt: plus(DECIDED, 40_000),
  ...about,
});
