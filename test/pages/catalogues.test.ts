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
  date: '1/7/2010',
  characters: 4,
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
  assert.ok(inEnglish.size > 100);
  assert.deepEqual(inEnglish.get('/notMe/text')?.uses, ['business']);
  assert.deepEqual(inEnglish.get('/question/wording/age_on_date')?.uses, ['date']);
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
      assert.doesNotMatch(text, /undefined|\bnull\b|NaN|\[object|\$\{| {2}/, path);
    }
  });

  test(`${language.tag} shows every name and number that a message is given`, () => {
    for (const [path, { uses, text }] of messagesOf(language.messages)) {
      // A notice may name the business, or the time, in one of its lines only.
      if (/^\/(?:gone|locked|denied)\//.test(path)) continue;
      for (const name of uses) assert.ok(text.includes(shownAs(language, name)), `${path} ${name}`);
    }
  });

  test(`${language.tag} tells one try from several`, () => {
    const { notMatched, question } = language.messages;
    assert.notEqual(notMatched.text({ attemptsLeft: 1 }), notMatched.text({ attemptsLeft: 2 }));
    assert.notEqual(question.attempts({ count: 1 }), question.attempts({ count: 2 }));
  });
}

test('Arabic counts in its six forms', () => {
  const { attempts } = languageNamed('ar').messages.question;
  const said = [0, 1, 2, 3, 11, 100].map((count) => attempts({ count }));
  assert.deepEqual(said, [
    'لم تبقَ لك أي محاولة.',
    'يمكنك إرسال إجابة واحدة فقط.',
    'لديك محاولتان.',
    'لديك ٣ محاولات.',
    'لديك ١١ محاولة.',
    'لديك ١٠٠ محاولة.',
  ]);
  assert.equal(attempts({ count: 10 }), 'لديك ١٠ محاولات.');
});

test('a length of time is counted as the language counts', () => {
  const left = (tag: string, seconds: number): string =>
    languageNamed(tag).messages.question.timeAnnounced({ seconds });
  assert.deepEqual(
    [1, 2, 3, 30, 60, 90, 120].map((seconds) => left('ar', seconds)),
    [
      'الوقت المتبقي: ثانية',
      'الوقت المتبقي: ثانيتان',
      'الوقت المتبقي: ٣ ثوان',
      'الوقت المتبقي: ٣٠ ثانية',
      'الوقت المتبقي: دقيقة',
      'الوقت المتبقي: دقيقة و٣٠ ثانية',
      'الوقت المتبقي: دقيقتان',
    ],
  );
  assert.equal(left('hi', 90), 'बचा हुआ समय: 1 मिनट और 30 सेकंड');
  assert.equal(left('fr', 1), 'Temps restant\u00a0: 1\u00a0seconde');
  assert.equal(left('zh-TW', 30), '剩餘時間：30 秒');
  assert.equal(left('en', 3600), '1 hour left');
});

test('no language says more than twice as much as English, so that every page stays as short', () => {
  for (const language of others) {
    const length = (messages: ReadonlyMap<string, Told>): number =>
      [...messages.values()].reduce((sum, { text }) => sum + text.length, 0);
    assert.ok(length(messagesOf(language.messages)) < 2 * length(inEnglish), language.tag);
  }
});

test('a language whose script English does not share has no word of English left in it', () => {
  for (const tag of ['ar', 'hi', 'zh-CN', 'zh-TW']) {
    for (const [path, { text }] of messagesOf(languageNamed(tag).messages)) {
      assert.doesNotMatch(text.replace('Vault Bank', ''), /[A-Za-z]/, `${tag} ${path}`);
    }
  }
});

function languageNamed(tag: string): Language {
  const found = LANGUAGES.find((language) => language.tag === tag);
  assert.ok(found !== undefined, tag);
  return found;
}

function shownAs(language: Language, name: string): string {
  const value: unknown = Reflect.get(PARAMETERS, name);
  return typeof value === 'number' ? language.formats.number(value) : String(value);
}
