import type { FastifyReply, FastifySchema } from 'fastify';
import type { Clock } from '../../app/ports.ts';
import type { ValueList } from '../../domain/facts/value-list.ts';
import { type ChallengeId, parseId } from '../../kernel/ids.ts';
import { Type } from '../../kernel/schema.ts';
import { sendProblem } from '../problem-reply.ts';
import type { ApiUseCases } from './api-use-cases.ts';

/** What the routes of this side are given. */
export type ApiContext = {
  readonly useCases: ApiUseCases;
  readonly clock: Clock;
  /** The operator's lists of values, by name. */
  readonly lists: ReadonlyMap<string, ValueList>;
  /** Aborts when the service begins to drain: whoever waits for a verdict is then answered at once. */
  readonly draining: AbortSignal;
};

export const TAG = 'Challenges';

/** The path parameter of one challenge. */
export const ChallengeParameters = Type.Object({
  id: Type.String({ pattern: '^chl_[0-9a-f]{32}$', description: 'As answered when the challenge was made.' }),
});

export type ChallengePath = { readonly Params: { readonly id: string } };

/** An id of no challenge, one that is no id, and one of another channel are all answered alike. */
export const challengeNotFound = (reply: FastifyReply): FastifyReply =>
  sendProblem(reply, 'challenge_not_found');

export const idOf = (request: { readonly params: ChallengePath['Params'] }): ChallengeId | null =>
  parseId('challenge', request.params.id);

/** For routes whose schema describes path and query, which the handler reads itself: it says more exactly what is wrong. */
export const readByHandler: (route: { readonly schema: FastifySchema }) => () => true = () => () => true;
