import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { assembleEvidence, DEFAULT_REVEALED } from '../../app/assemble-evidence.ts';
import { deskChannels, testChannelOf } from '../../app/desk-channels.ts';
import { showDeskClient } from '../../app/desk-clients.ts';
import type { Operator } from '../../app/desk-session.ts';
import { findChallenges } from '../../app/find-challenges.ts';
import { lookUp } from '../../app/look-up.ts';
import { showTimeline } from '../../app/show-timeline.ts';
import { PRIVATE_NAMES } from '../../domain/audit/private-fields.ts';
import type { Status } from '../../domain/challenge/lifecycle.ts';
import { type ChallengeId, channelId, parseId } from '../../kernel/ids.ts';
import { challengePage } from '../../pages/desk/challenge-page.ts';
import { CHALLENGES_PATH, challengesPage } from '../../pages/desk/challenges-page.ts';
import { foundClientsPage } from '../../pages/desk/clients-page.ts';
import { STATUS } from '../../pages/desk/desk-words.ts';
import { troublePage } from '../../pages/desk/trouble-page.ts';
import { sentForm } from '../form.ts';
import type { DeskContext } from './desk-context.ts';
import { filterIn, PAGE_SIZE, timesOf } from './list-filter.ts';
import { goOn, sendDeskPage } from './send-desk-page.ts';
import { frameOf, operatorIn, parametersOf } from './signed-in.ts';

type ChallengeRequest = FastifyRequest<{ Params: { id: string } }>;

const LONGEST_SOUGHT = 300;
const FILES = { json: 'application/json', pdf: 'application/pdf' } as const;

/** `GET /desk/challenges`, one of them, its evidence, and `POST /desk/look-up` */
export function challengeRoutes(scope: FastifyInstance, context: DeskContext): void {
  const { service, timeZone } = context;

  scope.get(CHALLENGES_PATH, async (request, reply) => {
    const operator = operatorIn(request);
    const filter = filterIn(context, operator, request, Object.keys(STATUS));
    const channels = deskChannels(service, operator.scope).map(({ id }) => id);
    const found = await findChallenges(service, {
      channels: filter.channel === '' ? channels : [channelId(filter.channel)],
      client: null,
      // One of the names of that very table, or none.
      status: filter.status === '' ? null : (filter.status as Status),
      ...timesOf(filter, timeZone),
      before: parseId('challenge', parametersOf(request)['before'] ?? ''),
      limit: PAGE_SIZE,
    });
    return sendDeskPage(reply, 200, challengesPage(frameOf(context, request), filter, found));
  });

  scope.post('/desk/look-up', async (request, reply) => {
    const operator = operatorIn(request);
    const [sought = ''] = sentForm(request).get('sought') ?? [];
    const found = await lookUp(service, operator, sought.slice(0, LONGEST_SOUGHT));
    if (found.type === 'nothing') return goOn(reply, CHALLENGES_PATH, 'nothing_found');
    if (found.type === 'challenge') return goOn(reply, `${CHALLENGES_PATH}/${found.id}`);
    const [first, second] = found.clients;
    if (first !== undefined && second === undefined) {
      return goOn(reply, `/desk/clients/${first.channel}/${first.ref}`);
    }
    const clients = await Promise.all(
      found.clients.map(({ channel, ref }) => showDeskClient(service, operator, channel, ref)),
    );
    const shown = clients.filter((client) => client !== null);
    return sendDeskPage(reply, 200, foundClientsPage(frameOf(context, request), shown));
  });

  scope.get(`${CHALLENGES_PATH}/:id`, async (request: ChallengeRequest, reply) => {
    const id = parseId('challenge', request.params.id);
    const timeline = id === null ? null : await showTimeline(service, operatorIn(request), id);
    if (timeline === null) return sendDeskPage(reply, 404, troublePage('not_found'));
    return sendDeskPage(reply, 200, challengePage(frameOf(context, request), timeline));
  });

  for (const kind of ['json', 'pdf'] as const) {
    scope.get(`${CHALLENGES_PATH}/:id/evidence.${kind}`, (request: ChallengeRequest, reply) =>
      sendEvidence(context, request, reply, kind),
    );
  }
}

async function sendEvidence(
  context: DeskContext,
  request: ChallengeRequest,
  reply: FastifyReply,
  kind: keyof typeof FILES,
): Promise<FastifyReply> {
  const id = parseId('challenge', request.params.id);
  const whole = parametersOf(request)['reveal'] === 'all';
  const operator = operatorIn(request);
  const bundle = id === null ? null : await bundleOf(context, operator, id, whole);
  if (bundle === null || id === null) return sendDeskPage(reply, 404, troublePage('not_found'));
  const { log } = context.service;
  log.info({ request: request.id, key: operator.key, challenge: id, whole }, 'an operator took evidence');
  reply.header('content-disposition', `attachment; filename="${id}.${kind}"`).type(FILES[kind]);
  return reply.send(kind === 'json' ? bundle : await context.printEvidence(bundle));
}

/** Asks the log, which outlives what is stored of a challenge. */
async function bundleOf(
  { service }: DeskContext,
  { scope }: Operator,
  id: ChallengeId,
  isWhole: boolean,
): Promise<string | null> {
  const reveal = isWhole ? new Set(PRIVATE_NAMES) : DEFAULT_REVEALED;
  const channels =
    scope === null
      ? [null]
      : deskChannels(service, scope).flatMap((channel) => [channel.id, testChannelOf(channel).id]);
  for (const channel of channels) {
    const outcome = await assembleEvidence(service, { id, channel, reveal });
    if (outcome.type === 'bundle') return outcome.text;
  }
  return null;
}
