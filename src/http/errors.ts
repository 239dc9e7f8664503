/** One way in which a request can end without what it asked for. */
export type ErrorEntry = {
  /** HTTP status (RFC 9110, RFC 6585). */
  readonly status: number;
  /** What happened, the same for every occurrence (RFC 9457 section 3.1.3). */
  readonly title: string;
  /** What the caller can do about it. */
  readonly remedy: string;
};

/**
 * Every error that the service answers over HTTP. The code is part of the contract: it is the fragment of a problem's
 * `type` and its `code`, and is never given another meaning. docs/reference/errors.md and the OpenAPI document list the
 * same codes, which a test holds them to.
 */
export const ERRORS = {
  bad_request: {
    status: 400,
    title: 'The request is not one that HTTP allows here',
    remedy:
      'Send plain HTTP/1.1: one Host header, a target that begins with a slash, one way of telling the length.',
  },
  malformed_body: {
    status: 400,
    title: 'The body is not JSON that can be read',
    remedy: 'Send one JSON object in UTF-8 with `Content-Type: application/json`.',
  },
  invalid_request: {
    status: 400,
    title: 'The request does not have the form that is expected',
    remedy: 'See `/docs` for every member and its form.',
  },
  parameter_invalid: {
    status: 400,
    title: 'A parameter cannot be used',
    remedy: 'Correct it and send the request again; see `/docs` for every parameter.',
  },
  unauthorized: {
    status: 401,
    title: 'A good API key is needed',
    remedy: 'Send a key as `Authorization: Bearer …`, as `X-API-Key`, or as the query parameter `api_key`.',
  },
  not_found: {
    status: 404,
    title: 'There is nothing here',
    remedy: 'Look up the path in `/docs`.',
  },
  client_not_found: {
    status: 404,
    title: 'Nothing was ever asked of this client',
    remedy: 'Use the client id as the bot sends it, with a key of the same channel.',
  },
  challenge_not_found: {
    status: 404,
    title: 'There is no such challenge',
    remedy: 'Use the id as it was answered, with a key of the same channel.',
  },
  delivery_not_found: {
    status: 404,
    title: 'There is no such delivery',
    remedy: 'Use the id as it was answered, with a key of the same channel.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This method is not for this path',
    remedy: 'Use one of the methods in the header `Allow`.',
  },
  request_timeout: {
    status: 408,
    title: 'The request came too slowly',
    remedy: 'Send the whole request within ten seconds.',
  },
  challenge_decided: {
    status: 409,
    title: 'The challenge has its verdict already',
    remedy: 'Nothing is left to cancel: read the challenge for its verdict.',
  },
  delivery_settled: {
    status: 409,
    title: 'The delivery has ended already',
    remedy: 'Nothing is left to give up: it was delivered, or given up before.',
  },
  delivery_too_old: {
    status: 409,
    title: 'The delivery is too old to be sent again',
    remedy: 'Read the challenge for its verdict instead.',
  },
  idempotency_in_flight: {
    status: 409,
    title: 'The first request with this Idempotency-Key is still being worked on',
    remedy: 'Wait a second and send the same request again.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    remedy: 'Send at most 16,384 bytes.',
  },
  uri_too_long: {
    status: 414,
    title: 'The path is too long',
    remedy: 'Use the id as it was answered.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is of a type that is not understood',
    remedy: 'Send JSON with `Content-Type: application/json`.',
  },
  parameter_missing: {
    status: 422,
    title: 'A parameter is missing',
    remedy: 'Send client_id, telefono, flow_name and fecha_cumple, each once.',
  },
  invalid_fact: {
    status: 422,
    title: 'A fact cannot be used',
    remedy: 'Send the fact in that form, or leave it out.',
  },
  facts_missing: {
    status: 422,
    title: 'The facts do not suffice for the questions',
    remedy: 'Send them under `facts`, or ask for another policy.',
  },
  unknown_policy: {
    status: 422,
    title: 'There is no policy of this name',
    remedy: 'Leave `policy` out for the one of the channel, or name one that the operator has set up.',
  },
  callback_missing: {
    status: 422,
    title: 'The request names no URL for its callback',
    remedy: 'Send `callback_url` with `POST /v1/challenges`: this channel tells its verdicts there.',
  },
  callback_not_allowed: {
    status: 422,
    title: 'The callback goes where this channel does not call',
    remedy: 'Send a URL on one of the hosts that the operator has listed for this channel, or none.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'This Idempotency-Key belongs to another request',
    remedy: 'Make a new key for each new request, and repeat a key only with the same body.',
  },
  address_budget_spent: {
    status: 429,
    title: 'Too many requests come from this address',
    remedy: 'Wait the seconds of `Retry-After`, or have the operator raise ADDRESS_BUDGET_PER_MINUTE.',
  },
  asked_too_often: {
    status: 429,
    title: 'Challenges are asked for too often for this client',
    remedy: 'Wait the seconds of `Retry-After`; the person can use a link that is still open.',
  },
  client_locked: {
    status: 429,
    title: 'This client is locked out after wrong answers',
    remedy: 'Wait the seconds of `Retry-After`, or verify the person in another way.',
  },
  client_locked_for_operator: {
    status: 429,
    title: 'This client is locked out until an operator lifts it',
    remedy:
      'Verify the person in another way or under a stricter policy, and ask the operator to look at the case.',
  },
  facts_exhausted: {
    status: 429,
    title: 'Wrong answers have used up the facts about this client',
    remedy:
      'Verify the person in another way, send a fact of another kind, or ask the operator, who can unlock the client.',
  },
  key_budget_spent: {
    status: 429,
    title: 'Too many requests come with this API key',
    remedy: 'Wait the seconds of `Retry-After`, or have the operator raise KEY_BUDGET_PER_MINUTE.',
  },
  header_fields_too_large: {
    status: 431,
    title: 'The head of the request is too large',
    remedy: 'Keep the request line and all headers together under 16,384 bytes.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong inside the service',
    remedy: 'Try again; if it stays, give the operator the value of `instance`.',
  },
  facts_unavailable: {
    status: 503,
    title: 'The system that knows the facts gives no answer',
    remedy: 'No challenge was made, and nothing counts. Try again after the seconds of `Retry-After`.',
  },
  not_ready: {
    status: 503,
    title: 'The service does not take requests now',
    remedy: 'Try again after the seconds of `Retry-After`.',
  },
  store_unavailable: {
    status: 503,
    title: 'The store cannot be reached',
    remedy: 'Nothing was lost that was acknowledged. Try again after the seconds of `Retry-After`.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

export type ErrorCode = keyof typeof ERRORS;

/** The codes, in the order of the table. */
// The keys of a constant table are exactly its type's.
export const ERROR_CODES = Object.keys(ERRORS) as readonly ErrorCode[];
