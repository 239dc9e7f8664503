import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DeliveryFilter, OperateOutcome } from '../../app/operate-deliveries.ts';
import { SENT_AGAIN_WITHIN_DAYS } from '../../domain/delivery/operate.ts';
import { err, type Result, unreachable } from '../../kernel/result.ts';
import { Type } from '../../kernel/schema.ts';
import { sendProblem } from '../problem-reply.ts';
import { channelOf } from './authentication.ts';
import { type ApiContext, readByHandler } from './challenge-routes.ts';
import { FILTER_MEMBERS, FILTER_NAMES, parseFilter } from './delivery-filter.ts';
import {
  DELIVERIES_TAG,
  DeliveryParameters,
  type DeliveryPath,
  deliveryIdOf,
  deliveryNotFound,
} from './delivery-routes.ts';
import { deliveryBody } from './delivery-schema.ts';
import { holdsAnything } from './no-body.ts';
import { problemResponses } from './problem-schema.ts';
import { queryParameters, quoted } from './query-parameters.ts';

export const DeliveriesChangedSchema = Type.Object(
  { changed: Type.Integer({ minimum: 0, description: 'How many deliveries were changed.' }) },
  { $id: 'DeliveriesChanged', additionalProperties: false, examples: [{ changed: 17 }] },
);

const BODY_PROBLEMS = [
  'malformed_body',
  'invalid_request',
  'parameter_invalid',
  'body_too_large',
  'unsupported_media_type',
] as const;

const one = (
  operationId: string,
  summary: string,
  description: string,
  conflict: 'delivery_too_old' | 'delivery_settled',
) => ({
  tags: [DELIVERIES_TAG],
  operationId,
  summary,
  description: `${description} Takes no body.`,
  params: DeliveryParameters,
  response: {
    200: { $ref: 'Delivery#', description: 'The delivery as it then stands.' },
    ...problemResponses(...BODY_PROBLEMS, 'delivery_not_found', conflict, 'uri_too_long'),
  },
});

const range = (operationId: string, summary: string, description: string, members: object) => ({
  tags: [DELIVERIES_TAG],
  operationId,
  summary,
  description,
  body: { type: 'object', properties: members, additionalProperties: false },
  response: {
    200: { $ref: 'DeliveriesChanged#', description: 'How many that were.' },
    ...problemResponses(...BODY_PROBLEMS),
  },
});

const AGAIN = `With its whole schedule before it. One that is due within half a minute anyway is left alone, and one whose event is more than ${SENT_AGAIN_WITHIN_DAYS} days ago is not sent.`;
const { status: _status, ...TIMES } = FILTER_MEMBERS;

const SCHEMAS = {
  retry: one('retryDelivery', 'Send a delivery again, now', AGAIN, 'delivery_too_old'),
  giveUp: one('giveUpDelivery', 'Give a delivery up', 'It is not tried any more.', 'delivery_settled'),
  retryRange: range(
    'retryDeliveries',
    'Send many deliveries again, now',
    `Those of the status that is named, else those that were given up. ${AGAIN}`,
    FILTER_MEMBERS,
  ),
  giveUpRange: range('giveUpDeliveries', 'Give many deliveries up', 'Those that are pending.', TIMES),
};

/** `POST /v1/deliveries/{id}/retry` and `…/give-up`, and without an id for many at once */
export function operateDeliveryRoutes(app: FastifyInstance, { useCases }: ApiContext): void {
  const options = (schema: object) => ({ schema, validatorCompiler: readByHandler });
  const ofOne = (path: string, schema: object, operate: typeof useCases.sendDeliveryAgain) =>
    app.post<DeliveryPath>(path, options(schema), async (request, reply) => {
      const parameters = queryParameters(request.query, []);
      if (!parameters.ok) return sendProblem(reply, 'parameter_invalid', parameters.error);
      if (holdsAnything(request.body)) {
        return sendProblem(reply, 'invalid_request', 'This takes no body, or an empty object.');
      }
      const id = deliveryIdOf(request);
      if (id === null) return deliveryNotFound(reply);
      const channel = channelOf(request).id;
      const outcome = await operate(channel, id);
      if (outcome.type !== 'due_soon') return answered(reply, outcome);
      const delivery = await useCases.findDelivery(channel, id);
      return delivery === null ? deliveryNotFound(reply) : deliveryBody(delivery);
    });
  ofOne('/v1/deliveries/:id/retry', SCHEMAS.retry, useCases.sendDeliveryAgain);
  ofOne('/v1/deliveries/:id/give-up', SCHEMAS.giveUp, useCases.giveDeliveryUp);

  app.post('/v1/deliveries/retry', options(SCHEMAS.retryRange), async (request, reply) => {
    const filter = rangeOf(request, FILTER_NAMES);
    if (!filter.ok) return sendProblem(reply, 'invalid_request', filter.error);
    const status = filter.value.status ?? 'given_up';
    const channel = channelOf(request).id;
    return { changed: await useCases.sendDeliveriesAgain(channel, { ...filter.value, status }) };
  });

  app.post('/v1/deliveries/give-up', options(SCHEMAS.giveUpRange), async (request, reply) => {
    const filter = rangeOf(request, ['challenge_id', 'since', 'until']);
    if (!filter.ok) return sendProblem(reply, 'invalid_request', filter.error);
    return { changed: await useCases.giveDeliveriesUp(channelOf(request).id, filter.value) };
  });
}

function answered(
  reply: FastifyReply,
  outcome: Exclude<OperateOutcome, { readonly type: 'due_soon' }>,
): unknown {
  switch (outcome.type) {
    case 'changed':
      return deliveryBody(outcome.delivery);
    case 'too_old':
      return sendProblem(reply, 'delivery_too_old');
    case 'not_pending':
      return sendProblem(reply, 'delivery_settled');
    case 'unknown':
      return deliveryNotFound(reply);
    default:
      return unreachable(outcome);
  }
}

/** The range that a body describes; everything where it says nothing. */
function rangeOf(
  { query, body }: { readonly query: unknown; readonly body: unknown },
  known: readonly (typeof FILTER_NAMES)[number][],
): Result<DeliveryFilter, string> {
  const parameters = queryParameters(query, []);
  if (!parameters.ok) return parameters;
  const given = body ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) return err('The body must be an object.');
  const members = new Map<string, unknown>(Object.entries(given));
  const unknown = [...members.keys()].find((name) => !known.some((each) => each === name));
  if (unknown !== undefined) return err(`The member ${quoted(unknown)} is unknown.`);
  return parseFilter((name) => members.get(name) ?? undefined);
}
