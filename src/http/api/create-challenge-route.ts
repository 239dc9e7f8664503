import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import type { ChallengeView } from '../../app/challenge-view.ts';
import type { ChallengeRequest } from '../../app/create-outcome.ts';
import type { Fact } from '../../domain/facts/fact.ts';
import { utf8 } from '../../kernel/bytes.ts';
import { dayOf } from '../../kernel/calendar.ts';
import { sha256 } from '../../kernel/digest.ts';
import { sendProblem } from '../problem-reply.ts';
import { channelOf } from './authentication.ts';
import { type ApiContext, TAG } from './challenge-routes.ts';
import { challengeBody } from './challenge-schema.ts';
import { sendRefusal } from './create-refusal.ts';
import { parseFacts, sentenceForFact } from './facts.ts';
import { problemResponses } from './problem-schema.ts';
import { queryParameters } from './query-parameters.ts';
import { ONE_LINE, WELL_FORMED } from './text-patterns.ts';
import { isUnfilled } from './unfilled.ts';

const optionalText = (maxLength: number, pattern: string, description: string) =>
  Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength, pattern, description }));

export const CreateChallengeSchema = Type.Object(
  {
    client_id: Type.String({
      minLength: 1,
      maxLength: 256,
      pattern: ONE_LINE,
      description: 'The person as the bot platform names them.',
    }),
    phone: optionalText(64, ONE_LINE, "The person's telephone number, for the evidence."),
    flow: optionalText(256, ONE_LINE, 'Where the bot goes on once the verdict is there.'),
    locale: optionalText(
      64,
      WELL_FORMED,
      'A language tag (BCP 47) for the page. Anything else is taken for none.',
    ),
    facts: Type.Optional(
      Type.Object(
        {
          date_of_birth: Type.Optional(
            Type.Unsafe<string | null>({
              type: ['string', 'null'],
              format: 'date',
              description: 'A real date, not before 1900 and not in the future.',
            }),
          ),
        },
        {
          additionalProperties: false,
          description: 'What is known of the person. Used for the questions, then gone.',
        },
      ),
    ),
    purpose: optionalText(10_000, WELL_FORMED, 'What the person is asked for; the page shows it as text.'),
    policy: optionalText(64, WELL_FORMED, "The policy's name; the channel's own where left out."),
    ttl_seconds: Type.Optional(
      Type.Unsafe<number | null>({
        type: ['integer', 'null'],
        minimum: 10,
        maximum: 600,
        description: "Seconds until the link expires; the policy's own where left out.",
      }),
    ),
    metadata: Type.Optional(
      Type.Unsafe<Readonly<Record<string, string>> | null>({
        type: ['object', 'null'],
        maxProperties: 20,
        propertyNames: { minLength: 1, maxLength: 64, pattern: WELL_FORMED },
        additionalProperties: { type: 'string', maxLength: 512, pattern: WELL_FORMED },
        description: 'Given back with every answer and kept with the evidence.',
      }),
    ),
  },
  {
    $id: 'CreateChallenge',
    additionalProperties: false,
    examples: [
      {
        client_id: '5215512345678',
        phone: '+5215512345678',
        flow: 'Balance',
        locale: 'es-MX',
        facts: { date_of_birth: '1980-02-03' },
        purpose: 'See the balance of your vault',
        policy: 'default',
        ttl_seconds: 60,
        metadata: { order: 'A-17' },
      },
    ],
  },
);

type CreateBody = Static<typeof CreateChallengeSchema>;

const IDEMPOTENCY_KEY = 'Idempotency-Key';

const schema = {
  tags: [TAG],
  operationId: 'createChallenge',
  summary: 'Make a challenge and its link',
  description:
    'With an `Idempotency-Key`, the same request sent again is answered with the first answer, for 72 hours.',
  headers: Type.Object({
    [IDEMPOTENCY_KEY]: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        pattern: '^[\\x20-\\x7e]*$',
        description: 'Makes it safe to send the request again: printable ASCII, new for each new request.',
      }),
    ),
  }),
  body: { $ref: 'CreateChallenge#' },
  response: {
    201: {
      $ref: 'Challenge#',
      description: 'The challenge; the only answer that holds its link.',
      headers: {
        Location: { type: 'string', description: 'The path of the challenge.' },
        'Idempotency-Replayed': {
          type: 'string',
          description: '`true` where this is a first answer given again.',
        },
      },
    },
    ...problemResponses(
      'malformed_body',
      'invalid_request',
      'parameter_invalid',
      'body_too_large',
      'unsupported_media_type',
      'invalid_fact',
      'facts_missing',
      'unknown_policy',
      'idempotency_key_reused',
      'idempotency_in_flight',
      'asked_too_often',
      'client_locked',
      'client_locked_for_operator',
    ),
  },
};

/** `POST /v1/challenges` */
export function createChallengeRoute(app: FastifyInstance, { useCases, clock }: ApiContext): void {
  app.post<{ Body: CreateBody }>('/v1/challenges', { schema }, async (request, reply) => {
    const { body } = request;
    const parameters = queryParameters(request.query, []);
    if (!parameters.ok) return sendProblem(reply, 'parameter_invalid', parameters.error);
    if (isUnfilled(body.client_id)) {
      return sendProblem(reply, 'invalid_request', 'The member "client_id" is empty or was never filled in.');
    }
    const facts = parseFacts(body.facts ?? {}, dayOf(clock.now()));
    if (!facts.ok) return sendProblem(reply, 'invalid_fact', sentenceForFact(facts.error));

    const parsed = requestOf(body, facts.value);
    const key = request.headers[IDEMPOTENCY_KEY.toLowerCase()];
    const idempotency = typeof key === 'string' ? { key, requestHash: hashOf(parsed) } : null;
    const outcome = await useCases.createChallenge(channelOf(request), { ...parsed, idempotency });
    if (outcome.type !== 'created') return sendRefusal(reply, outcome);
    if (outcome.replayed) reply.header('idempotency-replayed', 'true');
    return created(reply, outcome.challenge);
  });
}

const created = (reply: FastifyReply, challenge: ChallengeView): FastifyReply =>
  reply.code(201).header('location', `/v1/challenges/${challenge.id}`).send(challengeBody(challenge));

type WithoutKey = Omit<ChallengeRequest, 'idempotency'>;

const requestOf = (body: CreateBody, facts: readonly Fact[]): WithoutKey => ({
  clientId: body.client_id,
  phone: filled(body.phone),
  flow: filled(body.flow),
  locale: languageTag(body.locale),
  purpose: filled(body.purpose),
  metadata: body.metadata ?? null,
  callback: null,
  facts,
  policy: filled(body.policy),
  ttlSeconds: body.ttl_seconds ?? null,
});

const filled = (text: string | null | undefined): string | null =>
  typeof text !== 'string' || isUnfilled(text) ? null : text;

function languageTag(text: string | null | undefined): string | null {
  if (typeof text !== 'string') return null;
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}

/** Over what the request means and not how it is spelt: a platform that orders members anew asks for the same. */
function hashOf({ metadata, ...rest }: WithoutKey): Uint8Array {
  const pairs = Object.entries(metadata ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(utf8(JSON.stringify(['POST /v1/challenges', rest, metadata === null ? null : pairs])));
}
