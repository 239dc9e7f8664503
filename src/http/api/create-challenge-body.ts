import type { ChallengeRequest } from '../../app/create-outcome.ts';
import type { Callback } from '../../domain/challenge/challenge.ts';
import type { Fact } from '../../domain/facts/fact.ts';
import { utf8 } from '../../kernel/bytes.ts';
import { sha256 } from '../../kernel/digest.ts';
import { kept } from '../../kernel/kept.ts';
import { type Static, Type } from '../../kernel/schema.ts';
import { FactsSchema } from './fact-schema.ts';
import { ONE_LINE, WELL_FORMED } from './text-patterns.ts';
import { filled } from './unfilled.ts';

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
    facts: Type.Optional(FactsSchema),
    purpose: optionalText(10_000, WELL_FORMED, 'What the person is asked for; the page shows it as text.'),
    callback_url: Type.Optional(
      Type.Unsafe<string | null>({
        type: ['string', 'null'],
        maxLength: 2048,
        format: 'uri',
        description:
          'Where the verdict is sent by POST, byte for byte this URL, on a host that the channel allows; for channels that tell by callback.',
      }),
    ),
    callback_bearer: optionalText(
      1024,
      '^[!-~]*$',
      'Sent there as `Authorization: Bearer`. Not given back by any answer.',
    ),
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

export type CreateChallengeBody = Static<typeof CreateChallengeSchema>;
export type RequestWithoutKey = Omit<ChallengeRequest, 'idempotency'>;

/** The request without what its header says. */
export const requestOf = (
  body: CreateChallengeBody,
  facts: readonly Fact[],
  callback: Callback | null,
): RequestWithoutKey => ({
  clientId: body.client_id,
  phone: filled(body.phone),
  flow: filled(body.flow),
  locale: languageTag(body.locale),
  purpose: filled(body.purpose),
  metadata: body.metadata ?? null,
  callback,
  facts,
  policy: filled(body.policy),
  ttlSeconds: body.ttl_seconds ?? null,
});

/** Most languages that are kept as they were canonicalised: more than one service's people have. */
const MOST_KEPT = 100;

const canonical = new Map<string, string | null>();

/** The canonical form of a language tag (BCP 47); null for anything that is none. */
export const languageTag = (text: string | null | undefined): string | null =>
  typeof text === 'string' ? kept(canonical, MOST_KEPT, text, () => canonicalTag(text)) : null;

function canonicalTag(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}

/** Over what the request means and not how it is spelt: a platform that orders members anew asks for the same. */
export function hashOfRequest({ metadata, ...rest }: RequestWithoutKey): Uint8Array {
  const pairs = Object.entries(metadata ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(utf8(JSON.stringify(['POST /v1/challenges', rest, metadata === null ? null : pairs])));
}
