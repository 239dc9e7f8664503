import type { FastifyInstance } from 'fastify';
import type { EventPage, EventsRequest, VerdictEvent } from '../../app/list-events.ts';
import { toRfc3339 } from '../../kernel/instant.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { type Static, Type } from '../../kernel/schema.ts';
import { sendProblem } from '../problem-reply.ts';
import { channelOf } from './authentication.ts';
import { type ApiContext, readByHandler, TAG } from './challenge-routes.ts';
import { nullableText, REASONS, STATUSES, time } from './challenge-schema.ts';
import { problemResponses } from './problem-schema.ts';
import { queryParameters, wholeNumber } from './query-parameters.ts';
import { LONGEST_WAIT_SECONDS, untilLeft } from './waiting-call.ts';

const DEFAULT_LIMIT = 20;
const HIGHEST_LIMIT = 100;
const HIGHEST_INDEX = 10 ** 15 - 1;

const EventSchema = Type.Object(
  {
    index: Type.Integer({
      minimum: 0,
      description: 'Its place in the log, and what `after` takes. Grows with every verdict, with gaps.',
    }),
    challenge_id: Type.String({ pattern: '^chl_[0-9a-f]{32}$' }),
    status: Type.Unsafe<VerdictEvent['outcome']>({
      type: 'string',
      enum: STATUSES.filter((status) => status !== 'pending'),
    }),
    reason: Type.Unsafe<VerdictEvent['reason']>({
      type: 'string',
      enum: [...REASONS],
      description: 'What brought the verdict about.',
    }),
    decided_at: time('When the verdict fell; never before the event in front of it.'),
    client_id: nullableText('Null once the challenge or what is known of its client was removed.'),
    flow: nullableText('As `client_id`, or null where the challenge had none.'),
    metadata: Type.Unsafe<Readonly<Record<string, string>> | null>({
      type: ['object', 'null'],
      additionalProperties: { type: 'string' },
    }),
  },
  { additionalProperties: false },
);

export const EventPageSchema = Type.Object(
  {
    events: Type.Array(EventSchema),
    next: Type.Unsafe<number | null>({
      type: ['integer', 'null'],
      description: 'The `after` of the next request; null where there is no verdict yet and none was named.',
    }),
    checkpoint: nullableText(
      'The newest signed checkpoint of the log (c2sp.org/tlog-checkpoint), by which you can tell whether it was rewritten; null before the first. It covers the events whose `index` is below its size.',
    ),
  },
  {
    $id: 'EventPage',
    additionalProperties: false,
    description:
      'Verdicts in the order in which they fell. None ever comes to stand in front of one that was read.',
    examples: [
      {
        events: [
          {
            index: 4711,
            challenge_id: 'chl_019a8d3b2f4c7c1e5a90b3d84f6e2a71',
            status: 'passed',
            reason: 'answered',
            decided_at: '2026-11-22T09:30:21.370Z',
            client_id: '5215512345678',
            flow: 'Balance',
            metadata: { order: 'A-17' },
          },
        ],
        next: 4711,
        checkpoint:
          'verify.example.com/countersign/1a2b3c4d\n4712\nXIUR08ClqV2VRmNHB1OqMiEUsP1kYBj7a1cnUrhJXIc=\n\n— verify.example.com/countersign/1a2b3c4d nB8NLhtB…\n',
      },
    ],
  },
);

const schema = {
  tags: [TAG],
  operationId: 'listEvents',
  summary: "Read the channel's verdicts in the order in which they fell, or wait for the next one",
  querystring: Type.Object(
    {
      after: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: HIGHEST_INDEX,
          description: 'The `index` of the last event that you have, or `next` of the page before.',
        }),
      ),
      limit: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: HIGHEST_LIMIT,
          default: DEFAULT_LIMIT,
          description: 'How many at most.',
        }),
      ),
      wait: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: LONGEST_WAIT_SECONDS,
          description: 'Where there is none, answer as soon as there is one, or after this many seconds.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  response: {
    200: { $ref: 'EventPage#', description: 'A page of them, oldest first.' },
    ...problemResponses('parameter_invalid'),
  },
};

/** `GET /v1/events` */
export function listEventsRoute(app: FastifyInstance, { useCases, draining }: ApiContext): void {
  const options = { schema, validatorCompiler: readByHandler };
  app.get('/v1/events', options, async (request, reply) => {
    const asked = eventsRequest(request.query);
    if (!asked.ok) return sendProblem(reply, 'parameter_invalid', asked.error);
    const { wait, ...page } = asked.value;
    const channel = channelOf(request);
    return pageBody(
      wait === 0
        ? await useCases.listEvents(channel, page)
        : await untilLeft(reply, draining, (signal) => useCases.waitForEvents(channel, page, wait, signal)),
    );
  });
}

function eventsRequest(query: unknown): Result<EventsRequest & { readonly wait: number }, string> {
  const parameters = queryParameters(query, ['after', 'limit', 'wait']);
  if (!parameters.ok) return parameters;
  const after = wholeNumber(parameters.value, 'after', { least: 0, most: HIGHEST_INDEX, absent: 0 });
  if (!after.ok) return after;
  const limit = wholeNumber(parameters.value, 'limit', {
    least: 1,
    most: HIGHEST_LIMIT,
    absent: DEFAULT_LIMIT,
  });
  if (!limit.ok) return limit;
  const wait = wholeNumber(parameters.value, 'wait', { least: 0, most: LONGEST_WAIT_SECONDS, absent: 0 });
  if (!wait.ok) return wait;
  return ok({
    after: parameters.value.has('after') ? after.value : null,
    limit: limit.value,
    wait: wait.value,
  });
}

const pageBody = ({ events, next, checkpoint }: EventPage): Static<typeof EventPageSchema> => ({
  events: events.map((event) => ({
    index: event.index,
    challenge_id: event.challenge,
    status: event.outcome,
    reason: event.reason,
    decided_at: toRfc3339(event.at),
    client_id: event.clientId,
    flow: event.flow,
    metadata: event.metadata,
  })),
  next,
  checkpoint,
});
