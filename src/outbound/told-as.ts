import type { DeliveryMessage } from '../app/ports.ts';
import type { DeliveryEvent } from '../domain/delivery/delivery.ts';

/**
 * What a platform is told of that has only yes and no: a person's word that it was not they is a no. Any other
 * cancellation is none of these platforms' business, and stays one.
 */
export const toldAs = ({ event, reason }: DeliveryMessage): DeliveryEvent =>
  event === 'canceled' && reason === 'canceled_by_person' ? 'failed' : event;
