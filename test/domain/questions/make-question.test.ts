import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Candidates, candidatesOf } from '../../../src/domain/candidates/candidates.ts';
import { makeQuestion } from '../../../src/domain/questions/make-question.ts';
import { contentOfBirth } from '../../../src/domain/questions/projections.ts';
import type { ChoiceQuestion, OptionContent, QuestionKind } from '../../../src/domain/questions/question.ts';
import { fromBase64url, toBase64url } from '../../../src/kernel/bytes.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { KeyedStream } from '../../../src/kernel/keyed-stream.ts';
import { clientRef, SECRET } from '../../attacks/simulated-clients.ts';

const CANDIDATES = candidatesOf(SECRET, clientRef(1), { kind: 'date_of_birth', day: 3685 }, 5);
const [SHOWN = 0] = CANDIDATES.values.filter((value) => value !== CANDIDATES.leftOut);
const chance = (name = 'some chance'): KeyedStream => new KeyedStream(sha256(name));

function ask(
  truth: number,
  noneOfThese: boolean,
  { kind = 'date_of_birth', seed = 'some chance' }: { kind?: QuestionKind; seed?: string } = {},
): ChoiceQuestion {
  return makeQuestion(kind, { ...CANDIDATES, truth }, { noneOfThese, chance: chance(seed) });
}

const rightContent = ({ options, answer }: ChoiceQuestion): OptionContent | undefined =>
  options.find(({ value }) => value === answer)?.content;

const sortedContents = ({ options }: ChoiceQuestion): string[] =>
  options.map(({ content }) => JSON.stringify(content)).sort();

const contents = (kind: QuestionKind, { values }: Pick<Candidates, 'values'>): string[] =>
  values.map((value) => JSON.stringify(contentOfBirth(kind, value))).sort();

describe('a question without "none of these"', () => {
  test('offers every candidate once', () => {
    for (const kind of ['date_of_birth', 'birth_month_plus_day'] as const) {
      assert.deepEqual(sortedContents(ask(SHOWN, false, { kind })), contents(kind, CANDIDATES));
    }
  });

  test('has the truth for its right answer, whichever candidate it is', () => {
    for (const truth of CANDIDATES.values) {
      assert.deepEqual(rightContent(ask(truth, false)), { type: 'date', day: truth });
      assert.deepEqual(
        rightContent(ask(truth, false, { kind: 'birth_month_plus_day' })),
        contentOfBirth('birth_month_plus_day', truth),
      );
    }
  });
});

describe('a question with "none of these"', () => {
  test('offers it last, in place of the candidate that is left out', () => {
    const question = ask(SHOWN, true);
    assert.equal(question.options.length, CANDIDATES.values.length);
    assert.deepEqual(question.options.at(-1)?.content, { type: 'none_of_these' });
    assert.deepEqual(
      sortedContents({ ...question, options: question.options.slice(0, -1) }),
      contents('date_of_birth', {
        values: CANDIDATES.values.filter((value) => value !== CANDIDATES.leftOut),
      }),
    );
  });

  test('has it for its right answer where the truth is left out, and only there', () => {
    for (const truth of CANDIDATES.values) {
      assert.deepEqual(
        rightContent(ask(truth, true)),
        truth === CANDIDATES.leftOut ? { type: 'none_of_these' } : { type: 'date', day: truth },
      );
    }
  });
});

describe('what a page shows of a question', () => {
  test('is the same whichever option is right', () => {
    for (const noneOfThese of [true, false]) {
      const pages = CANDIDATES.values.map((truth) => ask(truth, noneOfThese).options);
      for (const page of pages) assert.deepEqual(page, pages[0]);
    }
  });

  test('comes in another order, with other form values, each time', () => {
    const orders = new Set<string>();
    const values = new Set<string>();
    for (let nth = 0; nth < 200; nth++) {
      const { options } = ask(SHOWN, true, { seed: `chance ${nth}` });
      orders.add(options.map(({ content }) => JSON.stringify(content)).join());
      for (const { value } of options) values.add(value);
    }
    assert.equal(orders.size, 24);
    assert.equal(values.size, 200 * 5);
  });

  test('has form values of one length that are canonical base64url and differ', () => {
    const { options, answer } = ask(SHOWN, true);
    const values = options.map(({ value }) => value);
    assert.equal(new Set(values).size, options.length);
    assert.ok(values.includes(answer));
    for (const value of values) {
      assert.equal(value.length, 12);
      assert.equal(toBase64url(fromBase64url(value) ?? new Uint8Array()), value);
    }
  });
});

test('candidates without the truth are a bug', () => {
  assert.throws(() => ask(CANDIDATES.truth + 100_000, false), RangeError);
});
