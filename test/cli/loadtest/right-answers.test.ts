import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rightAnswers } from '../../../src/cli/loadtest/right-answers.ts';
import { candidatesOf } from '../../../src/domain/candidates/candidates.ts';
import { makeQuestion } from '../../../src/domain/questions/make-question.ts';
import { askableQuestions } from '../../../src/domain/questions/projections.ts';
import type { AskedQuestion, ChoiceQuestion } from '../../../src/domain/questions/question.ts';
import { LANGUAGES } from '../../../src/pages/choose-language.ts';
import { questionPage } from '../../../src/pages/question-page.ts';
import { anyBirth, clientRef, SECRET, seeded } from '../../attacks/simulated-clients.ts';
import { samplePending } from '../../pages/sample-views.ts';

const OPTIONS = 5;

const pagesOf = (questions: readonly AskedQuestion[]): readonly string[] =>
  LANGUAGES.map((language) => questionPage(language, samplePending({ questions }), null).html);

describe('the answers that the page itself takes for right', () => {
  const chance = seeded('answers for the load test');
  const made = Array.from({ length: 200 }, (_, nth) => {
    const birth = anyBirth(OPTIONS, chance);
    const candidates = candidatesOf(SECRET, clientRef(nth), { kind: 'date_of_birth', day: birth }, OPTIONS);
    const kinds = askableQuestions(candidates).filter((kind) => kind !== 'age_on_date');
    const ask = (kind: ChoiceQuestion['kind']) =>
      makeQuestion(kind, candidates, { noneOfThese: nth % 4 > 0, chance });
    return { birth, questions: kinds.map(ask) };
  });

  test('are found on every page, in every language, for every question that a day of birth answers', () => {
    const kinds = new Set(made.flatMap(({ questions }) => questions.map(({ kind }) => kind)));
    assert.equal(kinds.size, 5);
    for (const { birth, questions } of made) {
      const expected = questions.map(({ answer }, nth) => [`q${nth + 1}`, answer] as const);
      for (const page of pagesOf(questions)) {
        assert.deepEqual(rightAnswers(page, birth), { ok: true, value: new Map(expected) });
      }
    }
  });

  test('are "none of these" on some of them', () => {
    const noneIsRight = ({ options, answer }: ChoiceQuestion) =>
      options.find(({ value }) => value === answer)?.content.type === 'none_of_these';
    assert.ok(made.some(({ questions }) => questions.some(noneIsRight)));
  });
});

test('a page that asks what a day of birth does not tell is answered with the name of that question', () => {
  const page = '<form><fieldset data-question="shoe_size"><legend>Which?</legend></fieldset></form>';
  const found = rightAnswers(page, 0);
  assert.match(found.ok ? '' : found.error, /"shoe_size"/);
});

test('a page without the right option, and one without a question, have no answers', () => {
  const options =
    '<input type="radio" id="a" name="q1" value="x"><label for="a"><data value="4">4</data></label>';
  const asking = `<fieldset data-question="birth_month_plus_day">${options}</fieldset>`;
  // Day 0 is the first of January.
  assert.deepEqual(rightAnswers(asking, 0).ok, false);
  assert.deepEqual(rightAnswers(asking, 2), { ok: true, value: new Map([['q1', 'x']]) });
  assert.deepEqual(rightAnswers('<h1>Nothing is pending</h1>', 0), {
    ok: false,
    error: 'the page asks nothing',
  });
});
