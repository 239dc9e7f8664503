import { lengthPrefixed } from '../../kernel/bytes.ts';
import { hmacSha256 } from '../../kernel/digest.ts';
import { KeyedStream } from '../../kernel/keyed-stream.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { candidatesOf, choiceFault } from '../candidates/candidates.ts';
import type { ClientRef } from '../challenge/challenge.ts';
import type { Fact, FactKind } from '../facts/fact.ts';
import { isTyped, type Policy } from '../policy/policy.ts';
import { makeQuestion } from './make-question.ts';
import { askableQuestions } from './projections.ts';
import type { Question, QuestionKind } from './question.ts';
import { typedQuestion } from './typed-question.ts';

/** The fresh randomness of one challenge's questions, however many they are: a key for their order and form values. */
const CHANCE_BYTES = 32;

export type QuestionsRequest = {
  /** As for `candidatesOf`. */
  readonly secret: Uint8Array;
  readonly client: ClientRef;
  /** As parsed; at most one of each kind counts, the first. */
  readonly facts: readonly Fact[];
  readonly policy: Policy;
  /** How many of the client's challenges were answered before. */
  readonly round: number;
  /** That many bytes of a cryptographic generator. Called once, for 32. */
  readonly random: (size: number) => Uint8Array;
};

/** The facts given do not carry the policy. */
export type FactsMissing = {
  /** How many more it takes, each of another of the kinds `anyOf`. */
  readonly needed: number;
  readonly anyOf: readonly FactKind[];
  /** Those that were given and cannot be asked as the policy wants them asked, and why, as the end of a sentence. */
  readonly unusable: readonly { readonly fact: FactKind; readonly reason: string }[];
};

/**
 * The questions of a new challenge: about the first facts in the policy's order, one question each.
 * Until a challenge of the client was answered, another one asks the same questions, with the same candidates, so that
 * nobody can ask again for an easier one; each answered challenge moves every fact on to its next kind of question.
 */
export function makeQuestions(request: QuestionsRequest): Result<readonly Question[], FactsMissing> {
  const { policy } = request;
  const chance = new KeyedStream(request.random(CHANCE_BYTES));
  const questions: Question[] = [];
  const anyOf: FactKind[] = [];
  const unusable: FactsMissing['unusable'][number][] = [];
  for (const kind of new Set(policy.facts)) {
    if (questions.length === policy.questions) break;
    const fact = request.facts.find((each) => each.kind === kind);
    if (fact === undefined) {
      anyOf.push(kind);
      continue;
    }
    const question = isTyped(policy, kind) ? typed(fact, policy) : chosen(request, fact, chance);
    if (question.ok) questions.push(question.value);
    else unusable.push({ fact: kind, reason: question.error });
  }
  const needed = policy.questions - questions.length;
  return needed === 0 ? ok(questions) : err({ needed, anyOf, unusable });
}

function typed(fact: Fact, policy: Policy): Result<Question, string> {
  const question = typedQuestion(fact, policy.forgives);
  return question === null ? err('can only be asked by choice') : ok(question);
}

function chosen(request: QuestionsRequest, fact: Fact, chance: KeyedStream): Result<Question, string> {
  const { secret, client, policy, round } = request;
  const fault = choiceFault(fact, policy.options);
  if (fault !== null) return err(fault);
  const candidates = candidatesOf(secret, client, fact, policy.options);
  const kinds = askableQuestions(candidates, policy.questionKinds);
  const kind = nextInTurn(kinds, { secret, client, fact: fact.kind, round });
  if (kind === undefined) return err('lies where none of the questions that the policy allows can be asked');
  const wording = 'wording' in fact ? fact.wording : null;
  return ok(makeQuestion(kind, candidates, { noneOfThese: policy.noneOfThese, chance, wording }));
}

/** The kinds take turns, from one that the client's key picks. */
function nextInTurn(
  kinds: readonly QuestionKind[],
  turn: Pick<QuestionsRequest, 'secret' | 'client' | 'round'> & { readonly fact: FactKind },
): QuestionKind | undefined {
  if (kinds.length === 0) return undefined;
  const label = lengthPrefixed('first question', turn.fact, turn.client);
  const first = new KeyedStream(hmacSha256(turn.secret, label)).below(kinds.length);
  return kinds[(first + turn.round) % kinds.length];
}
