import type { DeliveryMessage } from '../app/ports.ts';
import { toldChallenge } from './told-challenge.ts';

/** What a workflow branches on is at the top, since tools without code reach it most easily there. */
export const toldVerdict = (message: DeliveryMessage) => ({
  event: `challenge.${message.event}`,
  user_validated: message.event === 'passed',
  verification_id: message.challenge,
  delivery_id: message.delivery,
  challenge: toldChallenge(message),
  log: message.log,
});
