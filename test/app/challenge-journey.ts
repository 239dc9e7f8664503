import assert from 'node:assert/strict';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import type { ChallengeView } from '../../src/app/challenge-view.ts';
import { createChallenge } from '../../src/app/create-challenge.ts';
import type { ChallengeRequest } from '../../src/app/create-outcome.ts';
import type { AnswerOutcome } from '../../src/app/person-view.ts';
import { keyOf, openQuestions } from '../../src/app/sealed.ts';
import { tokenHashOf } from '../../src/app/token.ts';
import type { TypedForm } from '../../src/domain/questions/question.ts';
import { NOBODY, type TestService } from './service-for-tests.ts';

/** Creates a challenge that must be admitted. */
export async function create(
  service: TestService,
  request: ChallengeRequest,
): Promise<ChallengeView & { readonly token: string }> {
  const outcome = await createChallenge(service, service.channel, request);
  assert.equal(outcome.type, 'created');
  assert.ok(outcome.type === 'created');
  return { ...outcome.challenge, token: tokenOf(outcome.challenge) };
}

export const tokenOf = (view: ChallengeView): string => view.url?.split('/').at(-1) ?? '';

/** Typed answers that nothing accepts. */
const WRONG: Readonly<Record<TypedForm, string>> = { date: '1901-01-01', digits: '0000', text: 'zzzz' };

/** The form that answers a pending challenge rightly or wrongly, as only a test that holds the keys can know. */
export async function formFor(
  service: TestService,
  token: string,
  kind: 'right' | 'wrong',
): Promise<Map<string, readonly string[]>> {
  const stored = await service.store.challenges.byToken(tokenHashOf(token) ?? new Uint8Array());
  assert.ok(stored !== null);
  const questions = openQuestions(service.vault, keyOf(service.vault, stored.client), stored.challenge);
  return new Map(
    questions.map((question, nth) => {
      const right = question.entry === 'choice' ? question.answer : (question.accepts[0] ?? '');
      const wrong =
        question.entry === 'choice'
          ? question.options.map(({ value }) => value).find((value) => value !== right)
          : WRONG[question.form].slice(0, question.length ?? undefined);
      return [`q${nth + 1}`, [kind === 'right' ? right : (wrong ?? '')]];
    }),
  );
}

export async function answer(
  service: TestService,
  token: string,
  kind: 'right' | 'wrong',
): Promise<AnswerOutcome> {
  return await answerChallenge(service, token, await formFor(service, token, kind), NOBODY);
}
