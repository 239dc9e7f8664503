import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AttributeNames } from '../../app/channel.ts';
import { dayOf } from '../../kernel/calendar.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { Type } from '../../kernel/schema.ts';
import type { ErrorCode } from '../errors.ts';
import { problem } from '../problem.ts';
import { channelOf } from './authentication.ts';
import { type ApiContext, readByHandler, TAG } from './challenge-routes.ts';
import { CHATFUEL_MEMBERS, type GivenToChatfuel, parseChatfuelRequest } from './chatfuel-request.ts';
import { refusalInWords } from './create-refusal.ts';
import { problemResponses } from './problem-schema.ts';
import { parametersGivenOnce } from './query-parameters.ts';

const PATH = '/v1/chatfuel/challenges';

const FORM = 'application/x-www-form-urlencoded';

/** What the attributes are called where the channel's settings do not say. */
export const CHATFUEL_ATTRIBUTES: AttributeNames = {
  url: 'dynamic_url',
  id: 'verification_id',
  status: 'verification_status',
  error: 'verification_error',
  retryAfter: 'verification_retry_after',
};

type ChatfuelAnswer = { readonly [name: string]: unknown };

const text = { type: 'string' } as const;

export const ChatfuelAnswerSchema = Type.Unsafe<ChatfuelAnswer>({
  $id: 'ChatfuelAnswer',
  type: 'object',
  properties: { set_attributes: { type: 'object', additionalProperties: text } },
  additionalProperties: text,
  required: ['set_attributes'],
  description:
    "Every attribute twice: at the top, and under `set_attributes`. Their names are the channel's; these are the usual ones. `detail` says in words why there is no link.",
  examples: [
    {
      dynamic_url: 'https://verify.example.com/Zk3vJc0m5sUoYb1QeXw8Rg',
      verification_id: 'chl_019a8d3b2f4c7c1e5a90b3d84f6e2a71',
      verification_status: 'pending',
      verification_error: '',
      verification_retry_after: '',
      set_attributes: {
        dynamic_url: 'https://verify.example.com/Zk3vJc0m5sUoYb1QeXw8Rg',
        verification_id: 'chl_019a8d3b2f4c7c1e5a90b3d84f6e2a71',
        verification_status: 'pending',
        verification_error: '',
        verification_retry_after: '',
      },
    },
  ],
});

const members = Object.fromEntries(
  Object.values(CHATFUEL_MEMBERS).map(({ names: [name, ...others] }) => [
    name,
    others.length === 0
      ? text
      : { ...text, description: `Also taken as ${others.map((other) => `"${other}"`).join(', ')}.` },
  ]),
);

const described = {
  tags: [TAG],
  description:
    'For the JSON API block of Chatfuel, which shows a bot nothing but attributes. Refusals are 200 too, with `verification_status` `refused` and the code of the error. Values that were never filled in count as left out, and names that are not known are left alone.',
  response: {
    200: { $ref: 'ChatfuelAnswer#', description: 'The link, or why there is none.' },
    ...problemResponses('malformed_body', 'body_too_large', 'unsupported_media_type'),
  },
};

const getSchema = {
  ...described,
  operationId: 'createChatfuelChallengeByUrl',
  summary: 'Make a challenge, answered as attributes of Chatfuel, with nothing but a URL',
  querystring: { type: 'object', properties: members },
};

const postSchema = {
  ...described,
  operationId: 'createChatfuelChallenge',
  summary: 'Make a challenge, answered as attributes of Chatfuel',
  body: { type: 'object', properties: members, additionalProperties: true },
};

/** `GET` and `POST /v1/chatfuel/challenges` */
export function chatfuelRoutes(app: FastifyInstance, context: ApiContext): void {
  const getOptions = { schema: getSchema, validatorCompiler: readByHandler, exposeHeadRoute: false };
  app.get(PATH, getOptions, (request) => answer(context, request, fromQuery(request.query)));
  // In a scope of its own: no other route reads forms.
  app.register((scope, _options, done) => {
    scope.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, parsed) => {
      parsed(null, Object.fromEntries(new URLSearchParams(String(body))));
    });
    const postOptions = { schema: postSchema, validatorCompiler: readByHandler };
    scope.post(PATH, postOptions, (request) => answer(context, request, ok(fromBody(request.body))));
    done();
  });
}

async function answer(
  { useCases, clock, lists }: ApiContext,
  request: FastifyRequest,
  given: Result<GivenToChatfuel, string>,
): Promise<ChatfuelAnswer> {
  const channel = channelOf(request);
  const names = channel.attributes ?? CHATFUEL_ATTRIBUTES;
  if (!given.ok) return refused(names, 'parameter_invalid', given.error);
  const asked = parseChatfuelRequest(given.value, { today: dayOf(clock.now()), lists });
  if (!asked.ok) return refused(names, asked.error.code, asked.error.detail);
  const outcome = await useCases.createChallenge(channel, asked.value);
  if (outcome.type === 'created') {
    const { url, id } = outcome.challenge;
    return answerOf(names, { url: url ?? '', id, status: 'pending', error: '', retryAfter: '' });
  }
  const { code, detail, retryAfterSeconds } = refusalInWords(outcome);
  return refused(names, code, detail, retryAfterSeconds);
}

function refused(
  names: AttributeNames,
  code: ErrorCode,
  detail: string | null,
  retryAfterSeconds: number | null = null,
): ChatfuelAnswer {
  const retryAfter = retryAfterSeconds === null ? '' : String(retryAfterSeconds);
  const values = { url: '', id: '', status: 'refused', error: code, retryAfter };
  return { ...answerOf(names, values), detail: problem(code, detail, null).detail };
}

/** Every name in every answer, so that nothing of the last one stays behind. */
function answerOf(
  names: AttributeNames,
  values: Readonly<Record<keyof AttributeNames, string>>,
): ChatfuelAnswer {
  const attributes = {
    [names.url]: values.url,
    [names.id]: values.id,
    [names.status]: values.status,
    [names.error]: values.error,
    [names.retryAfter]: values.retryAfter,
  };
  return { ...attributes, set_attributes: attributes };
}

function fromQuery(query: unknown): Result<GivenToChatfuel, string> {
  const texts = parametersGivenOnce(query);
  return texts.ok ? ok({ texts: texts.value, facts: {} }) : texts;
}

/** The texts and numbers of a body, and its facts; what else it holds is nothing that is asked for. */
function fromBody(body: unknown): GivenToChatfuel {
  const texts = new Map<string, string>();
  if (typeof body !== 'object' || body === null) return { texts, facts: {} };
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string' || typeof value === 'number') texts.set(name, String(value));
  }
  const facts = 'facts' in body && typeof body.facts === 'object' ? body.facts : null;
  // Whatever the object holds: its parser trusts nothing of it.
  return { texts, facts: (facts ?? {}) as GivenToChatfuel['facts'] };
}
