import { randomBytes } from 'node:crypto';
import { Bench } from 'tinybench';
import { newToken, tokenHashOf } from '../../src/app/token.ts';
import { Vault } from '../../src/app/vault.ts';
import { candidatesOf } from '../../src/domain/candidates/candidates.ts';
import { transition } from '../../src/domain/challenge/lifecycle.ts';
import { makeQuestion } from '../../src/domain/questions/make-question.ts';
import { parseForm } from '../../src/http/form.ts';
import { ID_RANDOM_BYTES, makeId } from '../../src/kernel/ids.ts';
import { instant } from '../../src/kernel/instant.ts';
import { KeyedStream } from '../../src/kernel/keyed-stream.ts';
import { chooseLanguage } from '../../src/pages/choose-language.ts';
import { questionPage } from '../../src/pages/question-page.ts';
import { systemEntropy } from '../../src/system/entropy.ts';
import { samplePending } from '../../test/pages/sample-views.ts';
import { obeyCommands } from '../harness/obey-commands.ts';

/*
 * The functions that every journey goes through, alone.
 */

const entropy = systemEntropy();
const NOW = instant(Date.UTC(2026, 10, 22));
const OPTIONS = 5;

const vault = new Vault(new Uint8Array(32).fill(7), entropy);
const { key } = vault.newClientKey();
const DETAILS = {
  clientId: '5215512345678',
  phone: '+5215512345678',
  flow: 'Balance',
  locale: 'es-MX',
  purpose: 'See the balance of your account',
  metadata: null,
};
const SEALED = vault.sealJson(key, 'details:chl', DETAILS);
const { token } = newToken(entropy, NOW);
const LANGUAGE = chooseLanguage('es-MX', null);
const VIEW = samplePending();
const FORM = 'q1=Zt0_m2xw&device=%7B%22languages%22%3A%5B%22es-MX%22%5D%2C%22platform%22%3A%22Android%22%7D';
const LIFECYCLE = {
  status: 'pending',
  attempts: 0,
  attemptsAllowed: 1,
  createdAt: NOW,
  expiresAt: instant(NOW + 60_000),
  decidedAt: null,
  reason: null,
} as const;

let nth = 0;
const candidates = () =>
  candidatesOf(
    vault.candidateSecret,
    vault.pseudonym(`client ${++nth}`),
    { kind: 'date_of_birth', day: nth % 9000 },
    OPTIONS,
  );
const ASKED = candidates();

/** What each of them is called, for good: saved results are compared by it. */
const FUNCTIONS: Readonly<Record<string, () => unknown>> = {
  'candidates of a new client': candidates,
  'a question over candidates': () =>
    makeQuestion('date_of_birth', ASKED, { noneOfThese: true, chance: new KeyedStream(randomBytes(32)) }),
  'the pseudonym of a client': () => vault.pseudonym('5215512345678'),
  'a key for a new client': () => vault.newClientKey(),
  'sealing the details': () => vault.sealJson(key, 'details:chl', DETAILS),
  'opening the details': () => vault.openJson(key, 'details:chl', SEALED),
  'a token and its hash': () => newToken(entropy, NOW),
  'the hash of a token': () => tokenHashOf(token),
  'an id': () => makeId('challenge', NOW, entropy.bytes(ID_RANDOM_BYTES)),
  'a page with a question': () => questionPage(LANGUAGE, VIEW, null),
  'reading a form': () => parseForm(FORM),
  'the step of an answer': () => transition(LIFECYCLE, { type: 'answer', correct: true, at: NOW }),
};

export type Timing = {
  readonly name: string;
  /** Microseconds for a call: half of all samples took at most this long. */
  readonly p50: number;
};

/** Calls in one sample, so that the shortest of them can be told from the clock's own time. */
const CALLS = 32;

const commands = {
  /** One run of each. @param milliseconds for each function. */
  run: async (milliseconds: number): Promise<readonly Timing[]> => {
    const bench = new Bench({
      time: milliseconds,
      warmupTime: milliseconds / 2,
      subtractTimerOverhead: true,
    });
    for (const [name, run] of Object.entries(FUNCTIONS)) bench.add(name, () => repeat(run), { async: false });
    await bench.run();
    return bench.tasks.map(({ name, result }) => {
      if (result.state !== 'completed') throw new Error(`"${name}" could not be measured: ${result.state}`);
      return { name, p50: (result.latency.p50 * 1000) / CALLS };
    });
  },
};

export type FunctionCommands = typeof commands;

let last: unknown;

function repeat(run: () => unknown): unknown {
  // Kept where the compiler cannot see that nobody reads it.
  for (let call = 0; call < CALLS; call++) last = run();
  return last;
}

obeyCommands(commands);
