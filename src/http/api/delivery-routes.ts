import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DeliveryFilter } from '../../app/operate-deliveries.ts';
import { type DeliveryId, parseId } from '../../kernel/ids.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { Type } from '../../kernel/schema.ts';
import { sendProblem } from '../problem-reply.ts';
import { channelOf } from './authentication.ts';
import { type ApiContext, readByHandler } from './challenge-routes.ts';
import { FILTER_MEMBERS, FILTER_NAMES, parseFilter } from './delivery-filter.ts';
import { deliveryBody } from './delivery-schema.ts';
import { problemResponses } from './problem-schema.ts';
import { queryParameters, wholeNumber } from './query-parameters.ts';

export const DELIVERIES_TAG = 'Deliveries';

const DEFAULT_LIMIT = 20;
const HIGHEST_LIMIT = 100;

export const DeliveryParameters = Type.Object({
  id: Type.String({
    pattern: '^dlv_[0-9a-f]{32}$',
    description: 'As a challenge or a list of deliveries has it.',
  }),
});

export type DeliveryPath = { readonly Params: { readonly id: string } };

/** An id of no delivery, one that is no id, and one of another channel are all answered alike. */
export const deliveryNotFound = (reply: FastifyReply): FastifyReply =>
  sendProblem(reply, 'delivery_not_found');

export const deliveryIdOf = (request: { readonly params: DeliveryPath['Params'] }): DeliveryId | null =>
  parseId('delivery', request.params.id);

const listSchema = {
  tags: [DELIVERIES_TAG],
  operationId: 'listDeliveries',
  summary: "List the channel's deliveries, newest first",
  querystring: Type.Object(
    {
      ...FILTER_MEMBERS,
      limit: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: HIGHEST_LIMIT,
          default: DEFAULT_LIMIT,
          description: 'How many at most.',
        }),
      ),
      cursor: Type.Optional(
        Type.String({ pattern: '^dlv_[0-9a-f]{32}$', description: 'The `next_cursor` of the page before.' }),
      ),
    },
    { additionalProperties: false },
  ),
  response: {
    200: { $ref: 'DeliveryPage#', description: 'A page of them.' },
    ...problemResponses('parameter_invalid'),
  },
};

const readSchema = {
  tags: [DELIVERIES_TAG],
  operationId: 'readDelivery',
  summary: 'Read a delivery',
  params: DeliveryParameters,
  response: {
    200: { $ref: 'Delivery#', description: 'The delivery as it stands.' },
    ...problemResponses('parameter_invalid', 'delivery_not_found', 'uri_too_long'),
  },
};

/** `GET /v1/deliveries` and `GET /v1/deliveries/{id}` */
export function deliveryRoutes(app: FastifyInstance, { useCases }: ApiContext): void {
  app.get(
    '/v1/deliveries',
    { schema: listSchema, validatorCompiler: readByHandler },
    async (request, reply) => {
      const asked = listRequest(request.query);
      if (!asked.ok) return sendProblem(reply, 'parameter_invalid', asked.error);
      const { filter, limit, before } = asked.value;
      const page = await useCases.listDeliveries(channelOf(request).id, filter, limit, before);
      return { deliveries: page.deliveries.map(deliveryBody), next_cursor: page.next };
    },
  );

  const options = { schema: readSchema, validatorCompiler: readByHandler };
  app.get<DeliveryPath>('/v1/deliveries/:id', options, async (request, reply) => {
    const parameters = queryParameters(request.query, []);
    if (!parameters.ok) return sendProblem(reply, 'parameter_invalid', parameters.error);
    const id = deliveryIdOf(request);
    const delivery = id === null ? null : await useCases.findDelivery(channelOf(request).id, id);
    return delivery === null ? deliveryNotFound(reply) : deliveryBody(delivery);
  });
}

type ListRequest = {
  readonly filter: DeliveryFilter;
  readonly limit: number;
  readonly before: DeliveryId | null;
};

function listRequest(query: unknown): Result<ListRequest, string> {
  const parameters = queryParameters(query, [...FILTER_NAMES, 'limit', 'cursor']);
  if (!parameters.ok) return parameters;
  const filter = parseFilter((name) => parameters.value.get(name));
  if (!filter.ok) return filter;
  const bounds = { least: 1, most: HIGHEST_LIMIT, absent: DEFAULT_LIMIT };
  const limit = wholeNumber(parameters.value, 'limit', bounds);
  if (!limit.ok) return limit;
  const cursor = parameters.value.get('cursor');
  const before = cursor === undefined ? null : parseId('delivery', cursor);
  if (cursor !== undefined && before === null) {
    return err('The query parameter cursor is not one that was answered.');
  }
  return ok({ filter: filter.value, limit: limit.value, before });
}
