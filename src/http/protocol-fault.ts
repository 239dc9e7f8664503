import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ERRORS, type ErrorCode } from './errors.ts';
import { PROBLEM_MEDIA_TYPE, problem } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

/*
 * Requests that Node's parser lets through, or answers without a word, although two servers in a row could read them
 * differently: the ground on which requests are smuggled (RFC 9112 sections 3.2, 6.1 and 11).
 */

// Not imported: an import takes every name of the module, and one of them loads all of fetch.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

type Fault = { readonly code: ErrorCode; readonly detail: string };

/** Which side is asked is not known here: what a person's browser is told does a bot no harm. */
const SECURITY_HEADERS = securityHeaders(false);

/** Characters of names and values; over HTTP/1 the parser counts. */
const LARGEST_HEAD = 16 * 1024;

const METHODS_SERVED = 'GET, HEAD, POST';

/** What is wrong with a request before anything is routed; null where nothing is. */
export function protocolFault(request: IncomingMessage): Fault | null {
  if (request.method === 'TRACE' || request.method === 'CONNECT') {
    return { code: 'method_not_allowed', detail: `${request.method} is never answered.` };
  }
  if (!request.url?.startsWith('/')) return badRequest('The target of the request must begin with a slash.');
  if (request.httpVersionMajor === 2) return http2Fault(request);
  const hosts = headerCount(request, 'host');
  if (hosts > 1) return badRequest('The request has more than one Host header.');
  if (hosts === 0 && request.httpVersion !== '1.0') return badRequest('The request has no Host header.');
  const coding = request.headers['transfer-encoding'];
  if (coding === undefined) return null;
  if (request.httpVersion === '1.0') return badRequest('HTTP/1.0 has no Transfer-Encoding.');
  if (request.headers['content-length'] !== undefined) {
    return badRequest('The request has both Transfer-Encoding and Content-Length.');
  }
  return coding.toLowerCase() === 'chunked'
    ? null
    : badRequest('Only the transfer coding "chunked" is understood.');
}

/** What Node's library of HTTP/2 does not look at itself; it refuses headers that tell of a length or a connection. */
function http2Fault({ headers, rawHeaders }: IncomingMessage): Fault | null {
  const size = rawHeaders.reduce((sum, text) => sum + text.length, 0);
  if (size > LARGEST_HEAD)
    return { code: 'header_fields_too_large', detail: 'The head has more than 16,384 bytes.' };
  // A Host header beside :authority must say the same (RFC 9113 section 8.3.1).
  const authority = headers[':authority'];
  if (authority === undefined && headers.host === undefined) return badRequest('The request names no host.');
  return authority === undefined || headers.host === undefined || authority === headers.host
    ? null
    : badRequest('The request names two different hosts.');
}

const badRequest = (detail: string): Fault => ({ code: 'bad_request', detail });

/** Counted in the raw list: Node keeps only the first of two Host headers in `headers`. */
function headerCount(request: IncomingMessage, name: string): number {
  let count = 0;
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    if (request.rawHeaders[index]?.toLowerCase() === name) count++;
  }
  return count;
}

/** Answers a request that must not be routed, and ends its connection. */
export function refuse(response: ServerResponse, { code, detail }: Fault): void {
  const body = JSON.stringify(problem(code, detail, null));
  const { connection, ...headers } = headersOf(code, body);
  // HTTP/2 has no such header: there it is the request that ends, and no other on the connection is concerned.
  if (response.req.httpVersionMajor === 1) response.setHeader('connection', connection);
  response.writeHead(ERRORS[code].status, headers);
  response.end(body);
}

/** Ends a connection whose bytes were no request that can be routed, in as few words as say why. */
export function endUnreadable(socket: Duplex, code: ErrorCode): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problem(code, null, null));
  const { status } = ERRORS[code];
  const headers = Object.entries(headersOf(code, body)).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('')}\r\n${body}`, () =>
    socket.destroy(),
  );
}

/** Ends a connection behind an answer that is written, or with one that is only half written and never will be more. */
export function endAfter(socket: Duplex, answer: ServerResponse): void {
  if (answer.writableEnded) socket.end(() => socket.destroy());
  else socket.destroy();
}

/** @param parserCode the `code` of an error that Node emits as `clientError`. */
export function codeOfUnreadable(parserCode: string | undefined): ErrorCode {
  if (parserCode === 'HPE_HEADER_OVERFLOW') return 'header_fields_too_large';
  if (parserCode === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request_timeout';
  if (parserCode === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 'body_too_large';
  return 'bad_request';
}

const headersOf = (code: ErrorCode, body: string) => ({
  'content-type': PROBLEM_MEDIA_TYPE,
  'content-length': String(Buffer.byteLength(body)),
  ...(code === 'method_not_allowed' ? { allow: METHODS_SERVED } : {}),
  ...SECURITY_HEADERS,
  connection: 'close',
});
