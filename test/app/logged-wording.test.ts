import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import { viewChallenge } from '../../src/app/view-challenge.ts';
import { type GivenFacts, parseFacts } from '../../src/domain/facts/parse-facts.ts';
import { dayOf } from '../../src/kernel/calendar.ts';
import { chooseLanguage } from '../../src/pages/choose-language.ts';
import { questionWording } from '../../src/pages/question-wording.ts';
import { wordingOf } from '../../src/pages/wording-of.ts';
import { openedEntries } from '../fakes/logged-entries.ts';
import { create, formFor } from './challenge-journey.ts';
import { NOBODY, requestFor, serviceForTests } from './service-for-tests.ts';

const BRANCH = '¿En qué sucursal abriste tu cuenta?';
const ADVISER = 'من هو مستشارك؟';
const GIVEN: GivenFacts = {
  date_of_birth: '1980-02-03',
  choice: { question: BRANCH, value: 'Centro', among: ['Centro', 'Norte', 'Sur', 'Poniente', 'Oriente'] },
  text: { question: ADVISER, value: 'María Peña' },
};
const VISITOR = { ...NOBODY, acceptLanguage: 'fr-FR' };

test('the log holds each question in the words that the page showed, the bot’s own ones too, and no answer', async (context) => {
  const parsed = parseFacts(GIVEN, { today: dayOf(Date.UTC(2026, 10, 22)), lists: new Map() });
  assert.ok(parsed.ok);
  const facts = parsed.value;
  const made = await serviceForTests(context, {
    policy: {
      facts: facts.map(({ kind }) => kind),
      questionKinds: ['date_of_birth', 'choice'],
      questions: 3,
    },
  });
  const service = { ...made, wording: questionWording };
  const { id, token } = await create(service, requestFor('ana', { facts }));
  const page = await viewChallenge(service, token, VISITOR, false);
  assert.ok(page.type === 'pending');
  const shown = page.view.questions.map((question) => wordingOf(chooseLanguage(null, 'fr-FR'), question));
  await answerChallenge(service, token, await formFor(service, token, 'right'), VISITOR);

  const decided = (await openedEntries(service, id)).find(({ type }) => type === 'challenge.decided');
  assert.equal(decided?.fields.language, 'fr');
  const logged = decided?.fields.questions.map(({ wording }) => wording);
  assert.deepEqual(logged, shown);
  assert.deepEqual(logged?.slice(1), [BRANCH, ADVISER]);
  assert.match(String(logged?.[0]), /naissance/);
  assert.doesNotMatch(JSON.stringify(decided?.fields), /Centro|María|1980/);
});
