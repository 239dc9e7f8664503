import Fastify, { type FastifyInstance } from 'fastify';
import type { CosignOutcome } from '../../app/cosign-checkpoint.ts';
import type { Log } from '../../app/ports.ts';
import { fromUtf8 } from '../../kernel/bytes.ts';
import { securityHeaders } from '../security-headers.ts';
import { type ServerSettings, serverOptions } from '../server-options.ts';

export type WitnessSide = {
  /** Rejects, with nothing signed, where it cannot be remembered. */
  add(body: string): Promise<CosignOutcome>;
  /** What is told to whoever asks for `/`. */
  readonly greeting: string;
  readonly log: Log;
};

type Answer = { readonly status: number; readonly body: string; readonly type?: string };

/** The server of a witness (c2sp.org/tlog-witness), which does not listen yet. */
export function buildWitnessServer(side: WitnessSide, settings: ServerSettings): FastifyInstance {
  const headers = securityHeaders(settings.tls !== null);
  const app: FastifyInstance = Fastify(serverOptions(settings));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  app.get('/', (_request, reply) => reply.type('text/plain; charset=utf-8').send(side.greeting));
  app.post('/add-checkpoint', async ({ body }, reply) => {
    const { status, type, body: text } = answerTo(await side.add(textOf(body)), side.log);
    return reply
      .code(status)
      .header('content-type', type ?? 'text/plain; charset=utf-8')
      .send(text);
  });
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type('text/plain; charset=utf-8')
      .send('A witness answers POST /add-checkpoint (c2sp.org/tlog-witness).\n'),
  );
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    if (status >= 500)
      side.log.error({ err: error }, 'a checkpoint could not be remembered, and was not cosigned');
    return reply
      .code(status)
      .type('text/plain; charset=utf-8')
      .send(
        status >= 500
          ? 'This could not be done now: try again later.\n'
          : 'This is no request for a witness.\n',
      );
  });
  return app;
}

function answerTo(outcome: CosignOutcome, log: Log): Answer {
  switch (outcome.type) {
    case 'cosigned':
      log.info({ origin: outcome.origin, size: outcome.size }, 'cosigned');
      return { status: 200, body: outcome.line };
    case 'malformed':
      return { status: 400, body: 'This is no request for a witness (c2sp.org/tlog-witness).\n' };
    case 'not_signed':
      return { status: 403, body: 'No key that is believed here signed this checkpoint.\n' };
    case 'unknown_log':
      return { status: 404, body: 'This log is not known here.\n' };
    case 'forked':
    case 'other_size':
      if (outcome.type === 'forked')
        log.error({ size: outcome.known }, 'a log shows two histories of one size');
      return { status: 409, body: `${outcome.known}\n`, type: 'text/x.tlog.size' };
    case 'inconsistent':
      log.error({}, 'a log signed a checkpoint that does not continue what was cosigned last');
      return { status: 422, body: 'The proof does not lead here from what was cosigned last.\n' };
    default:
      return outcome satisfies never;
  }
}

function textOf(body: unknown): string {
  try {
    return body instanceof Uint8Array ? fromUtf8(body) : '';
  } catch {
    return '';
  }
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500 ? status : 500;
}
