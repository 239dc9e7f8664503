import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DEFAULT_REVEALED } from '../../app/assemble-evidence.ts';
import { isPrivateName, PRIVATE_NAMES, type PrivateName } from '../../domain/audit/private-fields.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { Type } from '../../kernel/schema.ts';
import { sendProblem } from '../problem-reply.ts';
import { channelOf } from './authentication.ts';
import {
  type ApiContext,
  ChallengeParameters,
  type ChallengePath,
  challengeNotFound,
  idOf,
  readByHandler,
  TAG,
} from './challenge-routes.ts';
import { problemResponses } from './problem-schema.ts';
import { queryParameters } from './query-parameters.ts';

const JSON_TYPE = 'application/json';
const PDF_TYPE = 'application/pdf';

const NAMES = PRIVATE_NAMES.join('|');

const schema = {
  tags: [TAG],
  operationId: 'readEvidence',
  summary: 'What proves to a third party what happened',
  description:
    'One line of JSON, signed, which `countersign evidence verify` checks offline; or, where `Accept` prefers ' +
    '`application/pdf`, a page for people with the same attached. Entries that the log has not been signed up to yet ' +
    'have `proof: null`: a second later they are proven.',
  params: ChallengeParameters,
  querystring: Type.Object(
    {
      reveal: Type.Optional(
        Type.String({
          pattern: `^(?:all|(?:${NAMES})(?:,(?:${NAMES}))*)$`,
          description: `What is disclosed of the person, separated by commas, or \`all\`: ${PRIVATE_NAMES.join(', ')}. By default ${[...DEFAULT_REVEALED].join(', ')}.`,
        }),
      ),
    },
    { additionalProperties: false },
  ),
  response: {
    200: {
      description: 'The evidence.',
      content: {
        [JSON_TYPE]: { schema: Type.Unsafe({ type: 'object' }) },
        [PDF_TYPE]: { schema: Type.Unsafe({ type: 'string', contentMediaType: PDF_TYPE }) },
      },
    },
    ...problemResponses('parameter_invalid', 'challenge_not_found', 'uri_too_long'),
  },
};

/** `GET /v1/challenges/{id}/evidence` */
export function evidenceRoute(app: FastifyInstance, { useCases }: ApiContext): void {
  const options = {
    schema,
    validatorCompiler: readByHandler,
    // To the letter: every byte of it is signed.
    serializerCompiler: () => (body: unknown) => String(body),
  };
  app.get<ChallengePath>('/v1/challenges/:id/evidence', options, async (request, reply) => {
    const parameters = queryParameters(request.query, ['reveal']);
    if (!parameters.ok) return sendProblem(reply, 'parameter_invalid', parameters.error);
    const reveal = revealedIn(parameters.value.get('reveal') ?? null);
    if (!reveal.ok) return sendProblem(reply, 'parameter_invalid', reveal.error);
    const id = idOf(request);
    if (id === null) return challengeNotFound(reply);

    const outcome = await useCases.readEvidence(channelOf(request), id, reveal.value);
    if (outcome.type === 'unknown') return challengeNotFound(reply);
    const isPdf = prefersPdf(request);
    const name = `${id}.${isPdf ? 'pdf' : 'json'}`;
    reply.header('content-disposition', `attachment; filename="${name}"`).header('vary', 'accept');
    if (!isPdf) return reply.type(JSON_TYPE).send(outcome.text);
    return reply.type(PDF_TYPE).send(await useCases.printEvidence(outcome.text));
  });
}

function revealedIn(given: string | null): Result<ReadonlySet<PrivateName>, string> {
  if (given === null) return ok(DEFAULT_REVEALED);
  if (given === 'all') return ok(new Set(PRIVATE_NAMES));
  const names = given.split(',').map((name) => name.trim());
  const known = names.filter(isPrivateName);
  return known.length === names.length
    ? ok(new Set(known))
    : err(`\`reveal\` must be \`all\`, or of ${PRIVATE_NAMES.join(', ')}, separated by commas.`);
}

/** Whether the caller would rather have the page (RFC 9110 section 12.5.1); JSON where both are as welcome. */
function prefersPdf(request: FastifyRequest): boolean {
  const weights = new Map<string, number>();
  for (const range of (request.headers.accept ?? '').split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    weights.set(type, weight === undefined ? 1 : Number(weight.slice(2)) || 0);
  }
  const weightOf = (type: string): number =>
    weights.get(type) ?? weights.get('application/*') ?? weights.get('*/*') ?? 0;
  return weightOf(PDF_TYPE) > weightOf(JSON_TYPE);
}
