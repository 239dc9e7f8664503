import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type DeliveryFilter,
  giveDeliveryUp,
  listDeliveries,
  type OperateOutcome,
  sendDeliveriesAgain,
  sendDeliveryAgain,
} from '../../app/operate-deliveries.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import { type ChannelId, channelId, parseId } from '../../kernel/ids.ts';
import { DELIVERIES_PATH, deliveriesPage } from '../../pages/desk/deliveries-page.ts';
import { DELIVERY, type Done } from '../../pages/desk/desk-words.ts';
import type { ListFilter } from '../../pages/desk/filter-form.ts';
import { troublePage } from '../../pages/desk/trouble-page.ts';
import { type FormFields, sentForm } from '../form.ts';
import type { DeskContext } from './desk-context.ts';
import { filterIn, listFilter, PAGE_SIZE, timesOf } from './list-filter.ts';
import { deskPath, goOn, sendDeskPage } from './send-desk-page.ts';
import { frameOf, operatorIn, parametersOf } from './signed-in.ts';

type DeliveryRequest = FastifyRequest<{ Params: { id: string } }>;

const STATUSES = Object.keys(DELIVERY);

/** `GET /desk/deliveries`, and what can be done about one or about a range of them */
export function deliveryRoutes(scope: FastifyInstance, context: DeskContext): void {
  const { service, timeZone } = context;
  const narrowed = (filter: ListFilter): DeliveryFilter => ({
    challenge: null,
    // One of the names of that very table, or none.
    status: filter.status === '' ? null : (filter.status as Delivery['status']),
    ...timesOf(filter, timeZone),
  });

  scope.get(DELIVERIES_PATH, async (request, reply) => {
    const operator = operatorIn(request);
    const filter = filterIn(context, operator, request, STATUSES);
    const before = parseId('delivery', parametersOf(request)['before'] ?? '');
    const within = scopeOf(filter, operator.scope);
    const found = await listDeliveries(service, within, narrowed(filter), PAGE_SIZE, before);
    return sendDeskPage(reply, 200, deliveriesPage(frameOf(context, request), filter, found));
  });

  const operate = (action: string, work: typeof sendDeliveryAgain, changed: Done) =>
    scope.post(`${DELIVERIES_PATH}/:id/${action}`, async (request: DeliveryRequest, reply) => {
      const id = parseId('delivery', request.params.id);
      const { key, scope: within } = operatorIn(request);
      const outcome = id === null ? null : await work(service, within, id);
      if (outcome === null || outcome.type === 'unknown') {
        return sendDeskPage(reply, 404, troublePage('not_found'));
      }
      const done = outcome.type === 'changed' ? changed : NOT_DONE[outcome.type];
      service.log.info({ request: request.id, key, delivery: id, done }, 'an operator handled a delivery');
      return goOn(reply, backIn(sentForm(request)), done);
    });
  operate('retry', sendDeliveryAgain, 'sent_again');
  operate('give-up', giveDeliveryUp, 'given_up');

  scope.post(`${DELIVERIES_PATH}/retry`, async (request, reply) => {
    const operator = operatorIn(request);
    const form = sentForm(request);
    const given = Object.fromEntries([...form].map(([name, [value = '']]) => [name, value]));
    const filter = listFilter(context, operator, given, STATUSES);
    const { status, ...range } = narrowed(filter);
    const again = { ...range, status: status ?? 'given_up' };
    const sent = await sendDeliveriesAgain(service, scopeOf(filter, operator.scope), again);
    const { key } = operator;
    service.log.info({ request: request.id, key, sent }, 'an operator sent many deliveries again');
    return goOn(reply, backIn(form), 'all_sent_again');
  });
}

const NOT_DONE: Readonly<Record<Exclude<OperateOutcome['type'], 'changed' | 'unknown'>, Done>> = {
  due_soon: 'sent_soon',
  too_old: 'too_old',
  not_pending: 'not_pending',
};

/** A filter can only narrow what the key opens. */
const scopeOf = ({ channel }: ListFilter, scope: ChannelId | null): ChannelId | null =>
  channel === '' ? scope : channelId(channel);

const backIn = (form: FormFields): string => deskPath(form.get('back')?.[0]) ?? DELIVERIES_PATH;
