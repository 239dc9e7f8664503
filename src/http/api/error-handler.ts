import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../app/ports.ts';
import { StoreUnavailable } from '../../app/store-ports.ts';
import type { ErrorCode } from '../errors.ts';
import { retryAfter, sendProblem } from '../problem-reply.ts';
import { whereItFailed } from '../where-it-failed.ts';
import { describeSchemaFault } from './schema-fault.ts';

const STORE_RETRY_SECONDS = 5;

const FRAMEWORK_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_body',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_body',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_body',
  FST_ERR_MAX_PARAM_LENGTH: 'uri_too_long',
};

/** What the framework, a store or a bug threw, as a problem. Only a bug or a store that is gone is a 5xx. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): FastifyReply {
  if (error instanceof StoreUnavailable) {
    log.error({ request: request.id, error: error.name }, 'the store cannot be reached');
    return sendProblem(reply, 'store_unavailable', null, retryAfter(STORE_RETRY_SECONDS));
  }
  if (isFrameworkError(error) && (error.statusCode ?? 500) < 500) {
    const [fault] = error.validation ?? [];
    if (fault === undefined) return sendProblem(reply, FRAMEWORK_CODES[error.code] ?? 'bad_request');
    const { code, detail } = describeSchemaFault(fault, error.validationContext ?? 'body');
    return sendProblem(reply, code, detail);
  }
  log.error({ request: request.id, ...whereItFailed(error) }, 'a request failed by a bug');
  return sendProblem(reply, 'internal');
}

const isFrameworkError = (error: unknown): error is FastifyError =>
  error instanceof Error && 'statusCode' in error;
