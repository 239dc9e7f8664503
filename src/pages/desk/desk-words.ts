import type { EntryType } from '../../domain/audit/entry-type.ts';
import type { Reason, Status } from '../../domain/challenge/lifecycle.ts';
import type { Delivery, DeliveryEvent } from '../../domain/delivery/delivery.ts';

/* The words that several pages of the desk share; what one page alone says stands in its own file. */

export const STATUS: Readonly<Record<Status, string>> = {
  pending: 'waiting',
  passed: 'passed',
  failed: 'failed',
  expired: 'expired',
  canceled: 'canceled',
};

export const REASON: Readonly<Record<Reason, string>> = {
  answered: 'The questions were answered.',
  deadline: 'Nobody answered in time.',
  canceled_by_bot: 'The bot took it back.',
  canceled_by_person: 'The person said that it was not they.',
  superseded: 'The bot asked again, so that this link was taken back.',
};

export const DELIVERY: Readonly<Record<Delivery['status'], string>> = {
  pending: 'on its way',
  delivered: 'delivered',
  given_up: 'given up',
};

/** What a delivery tells the platform of. */
export const EVENT: Readonly<Record<DeliveryEvent, string>> = {
  created: 'link made',
  viewed: 'page opened',
  passed: 'passed',
  failed: 'failed',
  expired: 'expired',
  canceled: 'canceled',
};

export const STEP: Readonly<Record<EntryType, string>> = {
  'challenge.created': 'The link was asked for and made',
  'challenge.previewed': 'A preview of the chat fetched the page, which decides nothing',
  'challenge.viewed': 'The page was opened',
  'challenge.answered': 'A wrong answer; another attempt is left',
  'challenge.decided': 'The verdict fell',
  'client.locked': 'The client was locked out after wrong answers',
  'client.unlocked': 'An operator unlocked the client',
  'delivery.delivered': 'The platform took the message',
  'delivery.given_up': 'Telling the platform was given up',
  'evidence.blocked': 'What concerns the person was blocked, to be erased',
  'evidence.consulted': 'An officer looked at what was blocked, and gave a reason',
  'evidence.erased': 'What concerns the person was erased',
  'evidence.views_erased': 'Who opened the page was erased',
  'key.created': 'A key was made',
  'key.revoked': 'A key was revoked',
  'log.restored': 'The log was restored',
  'policy.changed': 'The policies were changed',
  'secret.rotated': 'The secret under which the keys are kept was replaced',
  'signing_key.created': 'The log got its first key',
  'signing_key.rotated': 'The log got a new key',
};

/** What an operator just did, told on the page that follows. */
export const DONE = {
  signed_out: 'You are signed out.',
  session_over: 'You were signed out, because nothing happened here for a while. Sign in again to go on.',
  cookie_refused:
    'You signed in, but your browser did not keep the cookie that says so. Open the desk over HTTPS, or on the machine itself as http://localhost, and sign in again.',
  sent_again: 'The delivery is due now: it is sent within a second or two.',
  sent_soon: 'The delivery is about to be sent by itself: there is nothing to do.',
  too_old: 'The delivery is more than 30 days old, and no longer sent again.',
  given_up: 'The delivery is given up: it is not tried any more.',
  not_pending: 'There was nothing to give up: the delivery had ended before.',
  all_sent_again: 'Every delivery of this list that can be sent again is due now.',
  unlocked: 'The client is unlocked, and the log says so.',
  nothing_found:
    'Nothing was found. Look for the whole id of a challenge or a delivery, the client’s id as the bot has it, or a whole telephone number.',
} as const;

export type Done = keyof typeof DONE;

export const isDone = (text: string): text is Done => Object.hasOwn(DONE, text);
