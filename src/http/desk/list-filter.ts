import type { FastifyRequest } from 'fastify';
import { channelInScope } from '../../app/desk-channels.ts';
import type { Operator } from '../../app/desk-session.ts';
import { hoursOfDay, startOfDay } from '../../app/hours-of-day.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { ListFilter } from '../../pages/desk/filter-form.ts';
import type { DeskContext } from './desk-context.ts';
import { parametersOf } from './signed-in.ts';

export const PAGE_SIZE = 30;

/** The filter that names ask for; what makes no sense, or is not the operator's to see, counts as left out. */
export function listFilter(
  { service, timeZone }: DeskContext,
  { scope }: Operator,
  given: Readonly<Record<string, string>>,
  statuses: readonly string[],
): ListFilter {
  const { status = '', channel = '', from = '', to = '' } = given;
  return {
    status: statuses.includes(status) ? status : '',
    channel: channelInScope(service, scope, channel)?.id ?? '',
    from: startOfDay(from, timeZone) === null ? '' : from,
    to: startOfDay(to, timeZone) === null ? '' : to,
  };
}

export const filterIn = (
  context: DeskContext,
  operator: Operator,
  request: FastifyRequest,
  statuses: readonly string[],
): ListFilter => listFilter(context, operator, parametersOf(request), statuses);

/** The days of a filter as times; both are included. */
export function timesOf(
  { from, to }: ListFilter,
  timeZone: string,
): { readonly since: Instant | null; readonly until: Instant | null } {
  const lastDay = startOfDay(to, timeZone);
  return {
    since: startOfDay(from, timeZone),
    until: lastDay === null ? null : (hoursOfDay(lastDay, timeZone).at(-1) ?? null),
  };
}
