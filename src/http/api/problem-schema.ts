import { Type } from '../../kernel/schema.ts';
import { ERROR_CODES, ERRORS, type ErrorCode } from '../errors.ts';
import { PROBLEM_MEDIA_TYPE, type Problem, problem } from '../problem.ts';

export const ProblemSchema = Type.Object(
  {
    type: Type.String({ format: 'uri-reference', description: 'Where this error is described.' }),
    title: Type.String({ description: 'What happened; the same for every occurrence.' }),
    status: Type.Integer({ minimum: 400, maximum: 599, description: 'The HTTP status.' }),
    detail: Type.String({ description: 'What is wrong with this request, and what to do.' }),
    instance: Type.Optional(
      Type.String({ format: 'uri', description: "Identifies this request in the operator's log." }),
    ),
    code: Type.Unsafe<ErrorCode>({
      type: 'string',
      enum: [...ERROR_CODES],
      description: 'For programs to branch on. A code never changes its meaning.',
    }),
  },
  {
    $id: 'Problem',
    additionalProperties: false,
    description: 'An error as RFC 9457 has it.',
  },
);

/** Errors that any request to a route with a key can meet, whatever the route. */
const ALWAYS: readonly ErrorCode[] = [
  'bad_request',
  'unauthorized',
  'address_budget_spent',
  'key_budget_spent',
  'internal',
  'store_unavailable',
];

const WITH_RETRY_AFTER: readonly ErrorCode[] = [
  'address_budget_spent',
  'asked_too_often',
  'client_locked',
  'client_locked_for_operator',
  'facts_exhausted',
  'facts_unavailable',
  'idempotency_in_flight',
  'key_budget_spent',
  'not_ready',
  'store_unavailable',
];

type ProblemResponse = {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content: Readonly<
    Record<string, { readonly schema: unknown; readonly examples: Readonly<Record<string, unknown>> }>
  >;
};

/** The `response` part of a keyed route's schema for the errors it can answer besides those that any can. */
export const problemResponses = (...codes: readonly ErrorCode[]): Readonly<Record<number, ProblemResponse>> =>
  keylessProblemResponses(...ALWAYS, ...codes);

/** As problemResponses, for a route that needs no key: these errors and no others. */
export function keylessProblemResponses(
  ...codes: readonly ErrorCode[]
): Readonly<Record<number, ProblemResponse>> {
  const responses: Record<number, ProblemResponse> = {};
  for (const status of new Set(codes.map((code) => ERRORS[code].status))) {
    const those = codes.filter((code) => ERRORS[code].status === status);
    responses[status] = {
      description: those.map((code) => ERRORS[code].title).join('; '),
      ...(those.some((code) => WITH_RETRY_AFTER.includes(code)) ? { headers: RETRY_AFTER } : {}),
      content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: 'Problem#' }, examples: examplesOf(those) } },
    };
  }
  return responses;
}

const RETRY_AFTER = {
  'Retry-After': {
    type: 'integer',
    minimum: 1,
    description: 'Seconds after which asking again makes sense.',
  },
};

const examplesOf = (codes: readonly ErrorCode[]): Readonly<Record<string, { readonly value: Problem }>> =>
  Object.fromEntries(
    codes.map((code) => [code, { value: problem(code, null, 'c2e1f0a4-5d37-4b1c-9d5e-0a6f7b8c9d01') }]),
  );
