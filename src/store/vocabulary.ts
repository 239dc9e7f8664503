import type { Reason, Status, Verdict } from '../domain/challenge/lifecycle.ts';
import type { DeliveryStatus } from '../domain/delivery/delivery.ts';

/*
 * The closed unions of the domain as lists, for reading them back from any database. That none lacks a member is
 * seen to by the contract suite, which writes and reads every one.
 */

const VERDICTS = ['passed', 'failed', 'expired', 'canceled'] as const satisfies readonly Verdict[];

export const STATUSES = ['pending', ...VERDICTS] as const satisfies readonly Status[];

export const REASONS = [
  'answered',
  'deadline',
  'canceled_by_bot',
  'canceled_by_person',
  'superseded',
] as const satisfies readonly Reason[];

export const DELIVERY_STATUSES = [
  'pending',
  'delivered',
  'given_up',
] as const satisfies readonly DeliveryStatus[];
