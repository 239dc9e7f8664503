import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Channel } from '../../src/app/channel.ts';
import { chooseQuestions } from '../../src/app/choose-questions.ts';
import { resolveFacts } from '../../src/app/resolve-facts.ts';
import { Vault } from '../../src/app/vault.ts';
import type { Client } from '../../src/domain/challenge/challenge.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy/policy.ts';
import { allAreMet, questionsMet } from '../../src/domain/questions/check-answers.ts';
import { asAsked, type ChoiceQuestion, type Question } from '../../src/domain/questions/question.ts';
import { channelId } from '../../src/kernel/ids.ts';
import { clientRef, SECRET } from '../attacks/simulated-clients.ts';
import { seededEntropy } from '../fakes/entropy.ts';

const SETTINGS = { seed: 20261122, numRuns: 200 };
const POLICY = DEFAULT_POLICY;
const ref = fc.nat({ max: 1_000_000 }).map(clientRef);

/** One client as a source that knows it, or does not, makes its questions; facts, keys and chance are the same for both. */
async function questionsOf(client: Client['ref'], isKnown: boolean): Promise<readonly Question[]> {
  const vault = new Vault(SECRET, seededEntropy('vault'));
  const service = {
    vault,
    lists: new Map(),
    factSource: { factsOf: async () => ({ type: 'unknown', examples: [] }) as const },
    entropy: seededEntropy(`chance of ${client}`),
  };
  // Nothing but these members is looked at.
  const channel = { id: channelId('default') } as Channel;
  const madeUp = await resolveFacts(service, channel, POLICY, client, {
    clientId: 'x',
    phone: null,
    facts: [],
  });
  assert.ok(madeUp !== null && !madeUp.isKnown);
  // Nor of a client.
  const record = { ref: client, ledger: {}, answered: 0 } as Client;
  const made = chooseQuestions(service, record, POLICY, { facts: madeUp.facts, isKnown });
  assert.ok(made.ok);
  return made.value;
}

const onlyChoice = (questions: readonly Question[]): ChoiceQuestion => {
  const [question] = questions;
  assert.ok(question?.entry === 'choice');
  return question;
};

describe('a page about a client that nobody knows', () => {
  test('is to the byte that of a known client with those facts, and sealed it is as long', async () => {
    await fc.assert(
      fc.asyncProperty(ref, async (client) => {
        const [known, unknown] = [await questionsOf(client, true), await questionsOf(client, false)];
        assert.deepEqual(unknown.map(asAsked), known.map(asAsked));
        assert.equal(JSON.stringify(unknown).length, JSON.stringify(known).length);
      }),
      SETTINGS,
    );
  });

  test('has no option that passes', async () => {
    await fc.assert(
      fc.asyncProperty(ref, async (client) => {
        const questions = await questionsOf(client, false);
        for (const { value } of onlyChoice(questions).options) {
          assert.equal(allAreMet(questionsMet(questions, new Map([['q1', [value]]]))), false);
        }
      }),
      SETTINGS,
    );
  });
});
