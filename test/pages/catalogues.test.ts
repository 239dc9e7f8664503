import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES } from '../../src/pages/choose-language.ts';
import type { Language } from '../../src/pages/language.ts';

/** Values for every parameter that a message takes; each must be seen in what it says. */
const PARAMETERS = {
  business: '\u2068Vault Bank\u2069',
  seconds: 7,
  count: 3,
  attemptsLeft: 3,
  digits: '5678',
};

type Told = { readonly uses: readonly string[]; readonly text: string };

/** Every message of a catalogue by its path, with what it says and which parameters it reads. */
function messagesOf(catalogue: unknown, path = ''): ReadonlyMap<string, Told> {
  if (catalogue === null) return new Map();
  if (typeof catalogue === 'string') return new Map([[path, { uses: [], text: catalogue }]]);
  const told = new Map<string, Told>();
  if (typeof catalogue === 'function') {
    const uses = new Set<string>();
    const parameters = new Proxy(PARAMETERS, {
      get: (target, name) => {
        uses.add(String(name));
        return Reflect.get(target, name);
      },
    });
    const said: unknown = catalogue(parameters);
    const below = messagesOf(said, path);
    for (const [key, { text }] of below) told.set(key, { uses: [...uses].sort(), text });
    return told;
  }
  for (const [name, value] of Object.entries(catalogue as object)) {
    for (const [key, message] of messagesOf(value, `${path}/${name}`)) told.set(key, message);
  }
  return told;
}

const [english, ...others] = LANGUAGES;
const inEnglish = messagesOf(english.messages);

test('the catalogue has messages to compare', () => {
  assert.ok(inEnglish.size > 40);
  assert.deepEqual(inEnglish.get('/question/notYou')?.uses, ['business']);
});

for (const language of others) {
  const messages = messagesOf(language.messages);

  test(`${language.tag} has every message, with the same parameters`, () => {
    assert.deepEqual(shape(messages), shape(inEnglish));
  });

  test(`${language.tag} leaves no message in English`, () => {
    const left = [...messages].filter(([path, { text }]) => inEnglish.get(path)?.text === text);
    assert.deepEqual(left, []);
  });
}

const shape = (messages: ReadonlyMap<string, Told>): unknown =>
  [...messages].map(([path, { uses }]) => `${path} ${uses.join()}`).sort();

for (const language of LANGUAGES) {
  test(`${language.tag} says something in every message, in one line, without a gap or a hole`, () => {
    for (const [path, { text }] of messagesOf(language.messages)) {
      assert.match(text, /^\S(?:.*\S)?$/u, path);
      assert.doesNotMatch(text, /undefined|null|NaN|\[object|\$\{| {2}/, path);
    }
  });

  test(`${language.tag} shows every name and number that a message is given`, () => {
    for (const [path, { uses, text }] of messagesOf(language.messages)) {
      // A notice may name the business in one of its lines only.
      if (path.startsWith('/gone/')) continue;
      for (const name of uses) assert.ok(text.includes(shownAs(language, name)), `${path} ${name}`);
    }
  });

  test(`${language.tag} tells one try from several`, () => {
    const { notMatched, question } = language.messages;
    assert.notEqual(notMatched.text({ attemptsLeft: 1 }), notMatched.text({ attemptsLeft: 2 }));
    assert.notEqual(question.attempts({ count: 1 }), question.attempts({ count: 2 }));
  });
}

function shownAs(language: Language, name: string): string {
  const value: unknown = Reflect.get(PARAMETERS, name);
  return typeof value === 'number' ? language.formats.number(value) : String(value);
}
