import autocannon from 'autocannon';
import { Durations } from '../../src/cli/loadtest/load-result.ts';
import { challengeRequestOf, simulatedClient } from '../../src/cli/loadtest/simulated-client.ts';
import { headersForApi } from '../../src/cli/loadtest/target.ts';
import { isoDate } from '../../src/kernel/calendar.ts';
import type { Load, Measured } from '../harness/load.ts';
import { obeyCommands } from '../harness/obey-commands.ts';

/*
 * The load of bench/load/ where wrk is not there. It takes more of its core, so that a fast server is measured too slow.
 */

const commands = {
  load: async (load: Load): Promise<Measured> => {
    let nth = 0;
    const durations = new Durations();
    let errors = 0;
    const ended = Promise.withResolvers<autocannon.Result>();
    const instance = autocannon(
      {
        url: load.origin,
        connections: load.connections,
        duration: load.seconds,
        sampleInt: 100,
        requests: [{ setupRequest: (request) => ({ ...request, ...requestOf(load, ++nth) }) }],
      },
      (error: unknown, result) => (error ? ended.reject(error) : ended.resolve(result)),
    );
    const since = performance.now();
    instance.on('response', (_client, status, _bytes, took) => {
      if (status >= 200 && status < 300) durations.record(took);
      else errors++;
    });
    const result = await ended.promise;
    return {
      perSecond: (durations.count * 1000) / (performance.now() - since),
      p50: durations.percentile(50),
      p95: durations.percentile(95),
      p99: durations.percentile(99),
      errors: errors + result.errors,
    };
  },
};

export type AutocannonCommands = typeof commands;

function requestOf({ kind, run, apiKey }: Load, nth: number): autocannon.Request {
  const client = simulatedClient(run, nth);
  const headers = { ...headersForApi(apiKey) };
  switch (kind) {
    case 'anchor':
      return { method: 'GET', path: '/' };
    case 'create':
      return { method: 'POST', path: '/v1/challenges', headers, body: challengeRequestOf(client) };
    case 'ask': {
      const query = new URLSearchParams({
        client_id: client.id,
        telefono: client.phone,
        flow_name: 'Balance',
        fecha_cumple: isoDate(client.birth),
      });
      return { method: 'GET', path: `/generate_dynamic_page?${query}`, headers };
    }
  }
}

obeyCommands(commands);
