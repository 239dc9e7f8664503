import fastify from 'fastify';
import { obeyCommands } from '../harness/obey-commands.ts';

/*
 * What everything else is measured against: Fastify with nothing on it, over TLS, answering {"hello":"world"}.
 */

const commands = {
  start: async ({ cert, key }: { readonly cert: string; readonly key: string }): Promise<string> => {
    const app = fastify({ https: { cert, key } });
    app.get('/', async () => ({ hello: 'world' }));
    return await app.listen({ host: '127.0.0.1', port: 0 });
  },
};

export type AnchorCommands = typeof commands;

obeyCommands(commands);
