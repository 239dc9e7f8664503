import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { PersonSide } from '../../../src/http/person/person-side.ts';
import { buildPersonServer } from '../../../src/http/person/server.ts';
import { type Asked, fakeSide } from './fake-side.ts';

export type Served = {
  /** Sends a request to the server, which does not listen. */
  readonly ask: (request: InjectOptions | string) => Promise<LightMyRequestResponse>;
  readonly asked: readonly Asked[];
  readonly logged: readonly unknown[];
};

/** A server of the person's side over use cases that give what a test wants. It trusts proxies in 10.0.0.0/8. */
export function serve(outcomes: Parameters<typeof fakeSide>[0], changes: Partial<PersonSide> = {}): Served {
  const { side, asked, logged } = fakeSide(outcomes, changes);
  const app = buildPersonServer(side, { tls: null, trustedProxies: ['10.0.0.0/8'] });
  return { ask: async (request) => app.inject(request), asked, logged };
}
