import type { FastifyInstance } from 'fastify';
import { dayFigures } from '../../app/day-figures.ts';
import { deskChannels } from '../../app/desk-channels.ts';
import { heldBackClients } from '../../app/desk-clients.ts';
import type { Operator } from '../../app/desk-session.ts';
import { findChallenges } from '../../app/find-challenges.ts';
import { hoursOfDay } from '../../app/hours-of-day.ts';
import { listDeliveries } from '../../app/operate-deliveries.ts';
import { type Instant, plus } from '../../kernel/instant.ts';
import { type Attention, todayPage } from '../../pages/desk/today-page.ts';
import type { DeskContext } from './desk-context.ts';
import { sendDeskPage } from './send-desk-page.ts';
import { frameOf, operatorIn } from './signed-in.ts';

const LATEST = 6;
/** Further than this is not counted: the page says "or more". */
const MOST = 99;
/** Longer than a night, so that the morning sees it. */
const LOOKED_BACK = 24 * 60 * 60 * 1000;
const NOT_NARROWED = { client: null, status: null, since: null, until: null, before: null };

/** `GET /desk` */
export function todayRoute(scope: FastifyInstance, context: DeskContext): void {
  const { service, timeZone } = context;
  scope.get('/desk', async (request, reply) => {
    const operator = operatorIn(request);
    const bounds = hoursOfDay(service.clock.now(), timeZone);
    const channels = deskChannels(service, operator.scope).map(({ id }) => id);
    const [figures, attention, latest] = await Promise.all([
      dayFigures(service, channels, bounds),
      attentionTo(context, operator, plus(service.clock.now(), -LOOKED_BACK)),
      findChallenges(service, { ...NOT_NARROWED, channels, limit: LATEST }),
    ]);
    const view = { figures, attention, latest: latest.challenges };
    return sendDeskPage(reply, 200, todayPage(frameOf(context, request), view));
  });
}

async function attentionTo({ service }: DeskContext, operator: Operator, since: Instant): Promise<Attention> {
  const { scope } = operator;
  const ofAll = { challenge: null, until: null };
  const [givenUp, pending, clients] = await Promise.all([
    listDeliveries(service, scope, { ...ofAll, status: 'given_up', since }, MOST, null),
    listDeliveries(service, scope, { ...ofAll, status: 'pending', since: null }, MOST, null),
    heldBackClients(service, operator),
  ]);
  return {
    givenUp: givenUp.deliveries.length,
    stuck: pending.deliveries.filter(({ lastError }) => lastError !== null).length,
    locked: clients.filter(({ view }) => view.state.startsWith('locked')).length,
    most: MOST,
  };
}
