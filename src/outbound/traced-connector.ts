import type { Connector } from '../app/ports.ts';
import type { Tracer } from '../app/tracer.ts';

/** A connector with a span for each attempt. */
export function tracedConnector(connector: Connector, tracer: Tracer): Connector {
  return {
    ...connector,
    send: async (message, signal) => {
      const span = tracer.begin({
        name: `deliver ${message.event}`,
        kind: 'client',
        parent: null,
        fields: {
          'countersign.channel': message.channel,
          'countersign.connector': connector.name,
          'countersign.challenge': message.challenge,
          'countersign.delivery': message.delivery,
          'countersign.attempt': message.attempt,
        },
      });
      const outcome = await connector.send(message, signal);
      span.end({ 'countersign.outcome': outcome.type }, outcome.type !== 'accepted');
      return outcome;
    },
  };
}
