import { ERRORS, type ErrorCode } from './errors.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** A problem details object (RFC 9457). `code` is an extension: the fragment of `type`, for programs to branch on. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What is wrong with this request and what to do, in plain words. */
  readonly detail: string;
  /** Identifies the request in the operator's log: `urn:uuid:…`. Absent where the request was never read. */
  readonly instance?: string;
  readonly code: ErrorCode;
};

/**
 * @param detail what is wrong this time; the error's title where nothing more can be said. The remedy is added to it.
 * @param requestId a UUID, or null where the request was never read.
 */
export function problem(code: ErrorCode, detail: string | null, requestId: string | null): Problem {
  const { status, title, remedy } = ERRORS[code];
  return {
    type: `/docs/errors#${code}`,
    title,
    status,
    detail: `${detail ?? `${title}.`} ${remedy}`,
    ...(requestId === null ? {} : { instance: `urn:uuid:${requestId}` }),
    code,
  };
}
