import { errorCodes, type FastifyInstance } from 'fastify';
import { fromUtf8 } from '../../kernel/bytes.ts';

/**
 * JSON is the only type of body that is read. Bytes that are no UTF-8 are refused instead of replaced, and so are the
 * names `__proto__` and `constructor.prototype`. An empty body is none, whatever its type.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (bytes.byteLength === 0) return done(null, undefined);
    const text = decoded(bytes);
    if (text === null) return done(new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY());
    return parse(request, text, done);
  });
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return fromUtf8(bytes);
  } catch {
    return null;
  }
}
