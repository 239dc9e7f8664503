import type { ChallengeView } from '../../app/challenge-view.ts';
import { type Instant, toRfc3339 } from '../../kernel/instant.ts';
import { type Static, Type } from '../../kernel/schema.ts';
import { DELIVERY_MEMBERS } from './delivery-schema.ts';

export const nullableText = (description: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], description });

export const time = (description: string) => Type.String({ format: 'date-time', description });

const nullableTime = (description: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date-time', description });

export const STATUSES = ['pending', 'passed', 'failed', 'expired', 'canceled'] as const;

export const REASONS = [
  'answered',
  'deadline',
  'canceled_by_bot',
  'canceled_by_person',
  'superseded',
] as const;

const ToldSchema = Type.Object(DELIVERY_MEMBERS, { additionalProperties: false });

/** A challenge as the API answers it. Nothing that is not listed leaves: the serialiser drops it. */
export const ChallengeSchema = Type.Object(
  {
    id: Type.String({ pattern: '^chl_[0-9a-f]{32}$' }),
    url: nullableText("The person's link. Only the answer that made the challenge has it; null ever after."),
    status: Type.Unsafe<ChallengeView['status']>({
      type: 'string',
      enum: [...STATUSES],
      description: 'Leaves `pending` once and for good.',
    }),
    reason: Type.Unsafe<ChallengeView['reason']>({
      type: ['string', 'null'],
      enum: [...REASONS, null],
      description:
        'What brought the verdict about: `canceled_by_person` where the person said that it was not they who asked.',
    }),
    client_id: Type.String(),
    flow: nullableText('Where the bot goes on once the verdict is there.'),
    purpose: nullableText('What the person is asked for, as the page shows it.'),
    metadata: Type.Unsafe<Readonly<Record<string, string>> | null>({
      type: ['object', 'null'],
      additionalProperties: { type: 'string' },
    }),
    created_at: time('RFC 3339, in UTC, with milliseconds; so are all times.'),
    first_viewed_at: nullableTime('When the page was first opened by anything but a link preview.'),
    decided_at: nullableTime('When the verdict fell.'),
    expires_at: time('The deadline for the answer.'),
    deliveries: Type.Array(ToldSchema, { description: 'What became of telling the bot platform.' }),
  },
  {
    $id: 'Challenge',
    additionalProperties: false,
    description: 'One request to verify one client. Holds no fact, no option and no answer.',
    examples: [
      {
        id: 'chl_019a8d3b2f4c7c1e5a90b3d84f6e2a71',
        url: 'https://verify.example.com/Zk3vJc0m5sUoYb1QeXw8Rg',
        status: 'pending',
        reason: null,
        client_id: '5215512345678',
        flow: 'Balance',
        purpose: 'See the balance of your vault',
        metadata: { order: 'A-17' },
        created_at: '2026-11-22T09:30:00.000Z',
        first_viewed_at: null,
        decided_at: null,
        expires_at: '2026-11-22T09:31:00.000Z',
        deliveries: [],
      },
    ],
  },
);

export function challengeBody(view: ChallengeView): Static<typeof ChallengeSchema> {
  return {
    id: view.id,
    url: view.url,
    status: view.status,
    reason: view.reason,
    client_id: view.clientId,
    flow: view.flow,
    purpose: view.purpose,
    metadata: view.metadata,
    created_at: toRfc3339(view.createdAt),
    first_viewed_at: orNull(view.firstViewedAt),
    decided_at: orNull(view.decidedAt),
    expires_at: toRfc3339(view.expiresAt),
    deliveries: view.deliveries.map(({ id, connector, event, status, attempts, lastError }) => ({
      id,
      connector,
      event,
      status,
      attempts,
      last_error: lastError,
    })),
  };
}

const orNull = (at: Instant | null): string | null => (at === null ? null : toRfc3339(at));
