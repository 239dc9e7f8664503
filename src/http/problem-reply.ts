import type { FastifyReply } from 'fastify';
import { ERRORS, type ErrorCode } from './errors.ts';
import { PROBLEM_MEDIA_TYPE, problem } from './problem.ts';

/** @param detail what is wrong this time, as one sentence or two; null where the error's title says it all. */
export function sendProblem(
  reply: FastifyReply,
  code: ErrorCode,
  detail: string | null = null,
  headers: Readonly<Record<string, string>> = {},
): FastifyReply {
  return reply
    .code(ERRORS[code].status)
    .headers(headers)
    .type(PROBLEM_MEDIA_TYPE)
    .send(JSON.stringify(problem(code, detail, reply.request.id)));
}

/** The header by which a refusal says when asking again makes sense. */
export const retryAfter = (seconds: number): Readonly<Record<string, string>> => ({
  'retry-after': String(Math.max(1, Math.ceil(seconds))),
});
