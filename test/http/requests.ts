import type { AddressInfo } from 'node:net';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

/** One request that goes through everything but a socket. */
export const inject = async (app: FastifyInstance, request: InjectOptions): Promise<LightMyRequestResponse> =>
  app.inject(request);

/** The port of 127.0.0.1 on which the server then listens. */
export async function listen(app: FastifyInstance): Promise<number> {
  const listening = async () => app.listen({ port: 0, host: '127.0.0.1' });
  await listening();
  // A server that listens on TCP has an address of this form.
  return (app.server.address() as AddressInfo).port;
}
