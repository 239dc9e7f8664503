import type { Messages } from '../../src/pages/messages.ts';

/** A value for every parameter that a message takes. */
const PARAMETERS = {
  business: '{business}',
  seconds: 90,
  count: 3,
  attemptsLeft: 3,
  digits: '{digits}',
  date: '{date}',
  characters: 4,
};

type Told = readonly [name: string, text: string];

/**
 * Every message with what it says, named by its place in the catalogue: with a name and for three, and beside it, where
 * it says something else then, without a name and for one.
 */
export function messagesOf(messages: Messages): readonly Told[] {
  return toldBy(messages, '');
}

function toldBy(part: unknown, name: string): readonly Told[] {
  if (typeof part === 'string') return [[name, part]];
  if (typeof part === 'function') return toldByFunction((parameters) => part(parameters), name);
  return Object.entries(part as object).flatMap(([member, value]) =>
    toldBy(value, name === '' ? member : `${name}/${member}`),
  );
}

function toldByFunction(say: (parameters: object) => unknown, name: string): readonly Told[] {
  const told = toldBy(say(PARAMETERS), name);
  const others = [
    ...toldBy(say({ ...PARAMETERS, business: null }), name).map(
      ([at, text]): Told => [`${at} (no name)`, text],
    ),
    ...toldBy(say({ ...PARAMETERS, count: 1, attemptsLeft: 1 }), name).map(
      ([at, text]): Told => [`${at} (1)`, text],
    ),
  ];
  const texts = new Set(told.map(([, text]) => text));
  return [...told, ...others.filter(([, text]) => !texts.has(text))];
}
