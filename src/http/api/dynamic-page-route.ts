import type { FastifyInstance } from 'fastify';
import type { ChallengeRequest } from '../../app/create-outcome.ts';
import { parseDateOfBirth } from '../../domain/facts/date-of-birth.ts';
import { dayOf } from '../../kernel/calendar.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { Type } from '../../kernel/schema.ts';
import type { ErrorCode } from '../errors.ts';
import { sendProblem } from '../problem-reply.ts';
import { channelOf } from './authentication.ts';
import { type ApiContext, readByHandler, TAG } from './challenge-routes.ts';
import { sendRefusal } from './create-refusal.ts';
import { problemResponses } from './problem-schema.ts';
import { parametersGivenOnce } from './query-parameters.ts';
import { ONE_LINE } from './text-patterns.ts';
import { isUnfilled } from './unfilled.ts';

/** Every parameter, and the most characters that it may have. */
const PARAMETERS = { client_id: 256, telefono: 64, flow_name: 256, fecha_cumple: 64 } as const;
type Name = keyof typeof PARAMETERS;
// The keys of a constant object are exactly its type's.
const NAMES = Object.keys(PARAMETERS) as readonly Name[];

const ONE_LINE_PATTERN = new RegExp(ONE_LINE, 'u');

export const DynamicPageSchema = Type.Object(
  { dynamic_url: Type.String({ format: 'uri', description: "The person's link." }) },
  {
    $id: 'DynamicPage',
    additionalProperties: false,
    examples: [{ dynamic_url: 'https://verify.example.com/Zk3vJc0m5sUoYb1QeXw8Rg' }],
  },
);

const text = (name: Name, description: string, example: string) =>
  Type.String({
    minLength: 1,
    maxLength: PARAMETERS[name],
    pattern: ONE_LINE,
    description,
    examples: [example],
  });

const schema = {
  tags: [TAG],
  operationId: 'generateDynamicPage',
  summary: 'Make a challenge with nothing but a URL',
  description:
    'For bots whose platform can only call a URL. Makes a challenge like `POST /v1/challenges`, whose answer says more.',
  querystring: Type.Object({
    client_id: text('client_id', 'The person as the bot platform names them.', '5215512345678'),
    telefono: text('telefono', "The person's telephone number, for the evidence.", '5215512345678'),
    flow_name: text('flow_name', 'Where the bot goes on once the verdict is there.', 'Balance'),
    fecha_cumple: Type.String({
      format: 'date',
      description: "The person's date of birth: not before 1900 and not in the future.",
      examples: ['1980-02-03'],
    }),
  }),
  response: {
    200: { $ref: 'DynamicPage#', description: 'The link.' },
    ...problemResponses(
      'parameter_invalid',
      'parameter_missing',
      'facts_missing',
      'callback_missing',
      'asked_too_often',
      'client_locked',
      'client_locked_for_operator',
      'facts_exhausted',
    ),
  },
};

/** `GET /generate_dynamic_page` */
export function dynamicPageRoute(app: FastifyInstance, { useCases, clock }: ApiContext): void {
  // A HEAD would make a challenge whose link nobody gets.
  const options = { schema, validatorCompiler: readByHandler, exposeHeadRoute: false };
  app.get('/generate_dynamic_page', options, async (request, reply) => {
    const asked = parseRequest(request.query, dayOf(clock.now()));
    if (!asked.ok) return sendProblem(reply, asked.error.code, asked.error.detail);
    const outcome = await useCases.createChallenge(channelOf(request), asked.value);
    if (outcome.type !== 'created') return sendRefusal(reply, outcome);
    return { dynamic_url: outcome.challenge.url };
  });
}

type Fault = { readonly code: ErrorCode; readonly detail: string };

function parseRequest(query: unknown, today: number): Result<ChallengeRequest, Fault> {
  const parameters = parametersGivenOnce(query);
  if (!parameters.ok) return invalid(parameters.error);
  const missing = NAMES.filter((name) => !parameters.value.has(name));
  if (missing.length > 0) {
    return err({ code: 'parameter_missing', detail: `Missing from the query: ${missing.join(', ')}.` });
  }
  const value = (name: Name): string => parameters.value.get(name) ?? '';
  for (const name of NAMES) {
    const fault = textFault(value(name), PARAMETERS[name]);
    if (fault !== null) return invalid(`The query parameter ${name} ${fault}.`);
  }
  const fact = parseDateOfBirth(value('fecha_cumple'), today);
  if (!fact.ok) return invalid(`The query parameter fecha_cumple must be ${fact.error.expected}.`);
  return ok({
    clientId: value('client_id'),
    // A plus sign that was not percent-encoded arrives as a space.
    phone: value('telefono').trim(),
    flow: value('flow_name'),
    locale: null,
    purpose: null,
    metadata: null,
    callback: null,
    facts: [fact.value],
    policy: null,
    ttlSeconds: null,
    idempotency: null,
  });
}

const invalid = (detail: string) => err<Fault>({ code: 'parameter_invalid', detail });

function textFault(given: string, maxLength: number): string | null {
  if (isUnfilled(given)) return 'is empty: the attribute that should fill it was never set';
  if ([...given].length > maxLength) return `must have at most ${maxLength} characters`;
  return ONE_LINE_PATTERN.test(given) ? null : 'holds control characters, such as a line break';
}
