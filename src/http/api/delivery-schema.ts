import { DELIVERY_EVENTS, type Delivery, type DeliveryEvent } from '../../domain/delivery/delivery.ts';
import { type Instant, toRfc3339 } from '../../kernel/instant.ts';
import { type Static, Type } from '../../kernel/schema.ts';

export const DELIVERY_STATUSES = ['pending', 'delivered', 'given_up'] as const;

const nullable = (format: string | null, description: string) =>
  Type.Unsafe<string | null>({
    type: ['string', 'null'],
    ...(format === null ? {} : { format }),
    description,
  });

/** What a challenge and a delivery alike say of a delivery. */
export const DELIVERY_MEMBERS = {
  id: Type.String({ pattern: '^dlv_[0-9a-f]{32}$' }),
  connector: Type.String({ description: 'Which kind of platform is told.' }),
  event: Type.Unsafe<DeliveryEvent>({
    type: 'string',
    enum: [...DELIVERY_EVENTS],
    description: 'What it is told.',
  }),
  status: Type.Unsafe<Delivery['status']>({ type: 'string', enum: [...DELIVERY_STATUSES] }),
  attempts: Type.Integer({ minimum: 0, description: 'How often it was tried, all told.' }),
  last_error: nullable(null, 'Why the last attempt failed, in plain words; null where none did.'),
} as const;

/** A delivery as the API answers it. Nothing that is not listed leaves: the serialiser drops it. */
export const DeliverySchema = Type.Object(
  {
    ...DELIVERY_MEMBERS,
    challenge_id: Type.String({ pattern: '^chl_[0-9a-f]{32}$' }),
    created_at: Type.String({ format: 'date-time', description: 'When its event happened.' }),
    next_attempt_at: nullable('date-time', 'When it is tried next; null where it is tried no more.'),
    delivered_at: nullable('date-time', 'When the platform accepted it; null where it did not.'),
  },
  {
    $id: 'Delivery',
    additionalProperties: false,
    description: 'One event of one challenge on its way to the bot platform.',
    examples: [
      {
        id: 'dlv_019a8d3b2f4c7c1e5a90b3d84f6e2a71',
        connector: 'chatfuel',
        event: 'passed',
        status: 'pending',
        attempts: 3,
        last_error: 'Chatfuel answered 503',
        challenge_id: 'chl_019a8d3b2f4c7c1e5a90b3d84f6e2a71',
        created_at: '2026-11-22T09:30:00.000Z',
        next_attempt_at: '2026-11-22T09:30:21.000Z',
        delivered_at: null,
      },
    ],
  },
);

export const DeliveryPageSchema = Type.Object(
  {
    deliveries: Type.Array({ $ref: 'Delivery#' }),
    next_cursor: nullable(null, 'The `cursor` of the next page; null where this is the last.'),
  },
  { $id: 'DeliveryPage', additionalProperties: false },
);

export const deliveryBody = (delivery: Delivery): Static<typeof DeliverySchema> => ({
  id: delivery.id,
  connector: delivery.connector,
  event: delivery.event,
  status: delivery.status,
  attempts: delivery.attempts,
  last_error: delivery.lastError,
  challenge_id: delivery.challenge,
  created_at: toRfc3339(delivery.createdAt),
  next_attempt_at: delivery.status === 'pending' ? toRfc3339(delivery.nextAttemptAt) : null,
  delivered_at: orNull(delivery.deliveredAt),
});

const orNull = (at: Instant | null): string | null => (at === null ? null : toRfc3339(at));
