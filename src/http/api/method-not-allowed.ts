import type { FastifyInstance } from 'fastify';
import { sendProblem } from '../problem-reply.ts';

/** The methods of every path that is registered in this scope from now on. */
export function methodsByPath(app: FastifyInstance): ReadonlyMap<string, ReadonlySet<string>> {
  const methods = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set<string>();
    for (const each of [method].flat()) known.add(each);
    methods.set(url, known);
  });
  return methods;
}

/** Any other method of these paths is answered 405, with those that there are (RFC 9110 section 15.5.6). */
export function refuseOtherMethods(
  app: FastifyInstance,
  paths: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  for (const [url, methods] of [...paths]) {
    const allow = [...methods].join(', ');
    const others = app.supportedMethods.filter((method) => !methods.has(method));
    app.route({
      method: others,
      url,
      schema: { hide: true },
      // Answered before a body is looked at, whatever its type.
      onRequest: async (request, reply) =>
        sendProblem(reply, 'method_not_allowed', `${request.method} is not for this path.`, { allow }),
      handler: (_request, reply) => sendProblem(reply, 'method_not_allowed'),
    });
  }
}
