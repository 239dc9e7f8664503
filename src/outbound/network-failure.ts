import { errors } from 'undici';

const WORDS: ReadonlyMap<string, string> = new Map([
  [
    'ADDRESS_REFUSED',
    'lies outside the public Internet, where nothing is sent unless the settings allow that host',
  ],
  ['EAI_AGAIN', 'has a name that could not be looked up just now'],
  ['ENOTFOUND', 'has a name that does not exist'],
  ['ECONNREFUSED', 'refused the connection'],
  ['ECONNRESET', 'cut the connection before its answer was complete'],
  ['EPIPE', 'cut the connection before its answer was complete'],
  ['UND_ERR_SOCKET', 'cut the connection before its answer was complete'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'cut the connection before its answer was complete'],
  ['EHOSTUNREACH', 'cannot be reached from here'],
  ['ENETUNREACH', 'cannot be reached from here'],
  ['ETIMEDOUT', 'did not accept a connection in time'],
  ['UND_ERR_CONNECT_TIMEOUT', 'did not accept a connection in time'],
  ['UND_ERR_HEADERS_OVERFLOW', 'answered with headers that are too long'],
]);

/** An error of the network in plain words, made from its code alone: messages may hold addresses and secrets. */
export function networkFailure(error: unknown, host: string): string {
  if (error instanceof errors.HTTPParserError) return `${host} answered with something that is not HTTP.`;
  const code = codeOf(error);
  if (code === null) return `${host} could not be asked, for a reason that the system did not name.`;
  const words = WORDS.get(code);
  if (words !== undefined) return `${host} ${words} (${code}).`;
  if (/CERT|SELF_SIGNED|^ERR_(TLS|SSL)|^UNABLE_TO|^EPROTO/.test(code)) {
    return `No trustworthy TLS connection to ${host} could be made (${code}).`;
  }
  return `${host} could not be asked (${code}).`;
}

/** The first code on the way down: an error of several attempts or of a wrapper has it in what it holds. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner === undefined ? null : codeOf(inner);
}
