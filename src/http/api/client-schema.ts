import type { EraseOutcome } from '../../app/erase-client.ts';
import type { ClientView } from '../../app/show-client.ts';
import { toRfc3339 } from '../../kernel/instant.ts';
import { type Static, Type } from '../../kernel/schema.ts';

const FactUseSchema = Type.Object(
  {
    fact: Type.String({ description: 'The kind of fact; never a value.' }),
    challenges: Type.Integer({ minimum: 0, description: 'How many challenges asked about it.' }),
    wrong_answers: Type.Integer({
      minimum: 0,
      description: 'Wrong answers to challenges that asked about it, since the last right one.',
    }),
    exhausted: Type.Boolean({ description: 'Whether it is asked no more until the client is unlocked.' }),
  },
  { additionalProperties: false },
);

export const ClientSchema = Type.Object(
  {
    client_id: Type.String(),
    state: Type.Unsafe<ClientView['state']>({
      type: 'string',
      enum: ['open', 'locked', 'locked_for_operator', 'asked_too_often'],
    }),
    until: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      format: 'date-time',
      description: 'When the state ends by itself; null where it does not, or is `open`.',
    }),
    consecutive_failures: Type.Integer({ minimum: 0 }),
    facts: Type.Array(FactUseSchema, { description: 'What challenges have asked about.' }),
    latest_challenge: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
  },
  {
    $id: 'Client',
    additionalProperties: false,
    description: 'What stands in the way of the next challenge of a client. Holds no fact.',
    examples: [
      {
        client_id: '5215512345678',
        state: 'locked',
        until: '2026-11-22T09:45:00.000Z',
        consecutive_failures: 3,
        facts: [{ fact: 'date_of_birth', challenges: 4, wrong_answers: 3, exhausted: true }],
        latest_challenge: 'chl_019a8d3b2f4c7c1e5a90b3d84f6e2a71',
      },
    ],
  },
);

export const clientBody = (view: ClientView): Static<typeof ClientSchema> => ({
  client_id: view.clientId,
  state: view.state,
  until: view.until === null ? null : toRfc3339(view.until),
  consecutive_failures: view.consecutiveFailures,
  facts: view.facts.map(({ fact, challenges, wrongAnswers, exhausted }) => ({
    fact,
    challenges,
    wrong_answers: wrongAnswers,
    exhausted,
  })),
  latest_challenge: view.latestChallenge,
});

export const ErasedClientSchema = Type.Object(
  {
    client_id: Type.String(),
    state: Type.Unsafe<EraseOutcome['state']>({ type: 'string', enum: ['erased', 'blocked'] }),
    until: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      format: 'date-time',
      description: 'When what is blocked is erased; null where nothing is.',
    }),
    challenges: Type.Integer({ minimum: 0, description: 'Of how many challenges something was found.' }),
    remembered: Type.Boolean({
      description: 'Whether wrong answers or requests still count on a keyed pseudonym of the client.',
    }),
  },
  {
    $id: 'ErasedClient',
    additionalProperties: false,
    description: 'What became of the data of a client.',
    examples: [
      { client_id: '5215512345678', state: 'erased', until: null, challenges: 4, remembered: false },
    ],
  },
);

export const erasedClientBody = (
  clientId: string,
  { state, until, challenges, isRemembered }: EraseOutcome,
): Static<typeof ErasedClientSchema> => ({
  client_id: clientId,
  state,
  until: until === null ? null : toRfc3339(until),
  challenges,
  remembered: isRemembered,
});
