import assert from 'node:assert/strict';
import type { AskedQuestion } from '../../src/domain/questions/question.ts';

/** A question that must be one with options. */
export function choiceOf<Q extends AskedQuestion>(question: Q | undefined): Q & { readonly entry: 'choice' } {
  assert.ok(question !== undefined && isChoice(question), 'a question with options');
  return question;
}

const isChoice = <Q extends AskedQuestion>(question: Q): question is Q & { readonly entry: 'choice' } =>
  question.entry === 'choice';
