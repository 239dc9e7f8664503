import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { parse } from 'node-html-parser';
import { LEAST_SETTINGS, type RunningProcess, serving, workingDirectory } from '../cli/command-line.ts';

/*
 * A value that nobody could meet by chance, in the place of each thing that a bot or a browser tells of a person, through
 * the service as an operator runs it. Then everything that it left behind is searched.
 */

const BRANCHES = ['Canarybranch', 'North', 'South', 'East', 'West', 'Center'];

export const FACTS = {
  date_of_birth: '1957-11-23',
  national_id: 'CNRY8842Q7',
  account_number: 'ACCT7734119986',
  card_number: '4000005660992349',
  phone_last_digits: '+525559317731',
  postal_code: 'CNR97133',
  city: 'Canaryville',
  street: 'Canaries Street 1717',
  choice: { question: 'Which canaried branch?', value: 'Canarybranch', among: BRANCHES },
  amount: '77341.25',
  text: { question: 'Canaried nickname?', value: 'Pipcanary' },
};

/** In no answer of the API, either. */
export const FACT_CANARIES = [
  ...[
    '1957-11-23',
    'CNRY8842Q7',
    'ACCT7734119986',
    '4000005660992349',
    '525559317731',
    'CNR97133',
    'Canaryville',
  ],
  ...['Canaries Street', 'Canarybranch', '77341.25', 'Pipcanary'],
];

export const PERSON = {
  client_id: 'canaryclient-5299112200771',
  phone: '+5299112200772',
  purpose: 'Canarypurpose',
  metadata: { name: 'Canaria Canaryson', mail: 'canarymail@example.test' },
};
export const VISITOR = {
  'x-forwarded-for': '198.51.100.213',
  'user-agent': 'CanaryPhone/9 (canarydevice)',
  'accept-language': 'es-MX, x-canarytongue',
};
/** The bot may read what it sent, until the client is erased. */
const PERSON_CANARIES = [
  ...['canaryclient', '5299112200772', 'Canarypurpose', 'Canaryson', 'canarymail', '198.51.100.213'],
  ...['CanaryPhone', 'canarytongue'],
];
export const CANARIES = [...FACT_CANARIES, ...PERSON_CANARIES];

const TYPED = ['national_id', 'postal_code', 'city', 'street', 'text', 'account_number'];
const CHOSEN = ['date_of_birth', 'card_number', 'phone_last_digits', 'choice', 'amount'];
const CONFIG = {
  policies: {
    typed: { facts: TYPED, typed: TYPED.filter((kind) => kind !== 'text'), questions: TYPED.length },
    chosen: { facts: CHOSEN, extends: 'strict', questions: CHOSEN.length, attempts: 1 },
  },
};

export const SETTINGS = { ...LEAST_SETTINGS, LOG_LEVEL: 'debug', TRUSTED_PROXIES: '127.0.0.0/8,::1' };
const HEADERS = { authorization: `Bearer ${LEAST_SETTINGS['API_KEY']}`, 'content-type': 'application/json' };

/** In every form in which a text is likely to be written out. */
function formsOf(canary: string): readonly Uint8Array[] {
  const bytes = Buffer.from(canary);
  const forms = [canary, canary.toLowerCase(), bytes.toString('hex'), encodeURIComponent(canary)];
  const utf16 = Buffer.from(canary, 'utf16le');
  return [...[...new Set(forms)].map((form) => Buffer.from(form)), utf16, ...base64Of(bytes)];
}

/** What of it stays the same in base64, whatever stands before and after it. */
function base64Of(bytes: Buffer): readonly Buffer[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64url');
    const end = Math.floor((before + bytes.byteLength) / 3) * 4;
    return Buffer.from(text.slice(before === 0 ? 0 : 4, end));
  });
}

export function assertNone(where: string, text: string | Buffer, canaries: readonly string[]): void {
  const bytes = Buffer.from(text);
  for (const canary of canaries) {
    for (const form of formsOf(canary)) {
      assert.equal(bytes.includes(form), false, `${where} holds ${canary}`);
    }
  }
}

/** Every file below a directory: the database, its log, what a crash or a backup left. */
export function assertNoneInFiles(directory: string): void {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true });
  for (const file of files.filter((each) => each.isFile())) {
    // Names of facts, and nothing else, are in the settings.
    if (file.name === 'countersign.config.json') continue;
    assertNone(file.name, readFileSync(join(file.parentPath, file.name)), CANARIES);
  }
}

export type Made = { readonly id: string; readonly url: string };

/** A service, and all that its API ever answered. */
export class Observed {
  readonly #running: RunningProcess;
  #answers = '';

  constructor(running: RunningProcess) {
    this.#running = running;
  }

  get answers(): string {
    return this.#answers;
  }

  async call(method: string, path: string, body?: unknown): Promise<string> {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${this.#running.apiUrl}${path}`, { method, headers: HEADERS, ...init });
    const text = await response.text();
    this.#answers += `${JSON.stringify([...response.headers])}\n${text}\n`;
    return text;
  }

  async make(policy: string, ttl: number): Promise<Made> {
    const text = await this.call('POST', '/v1/challenges', {
      ...PERSON,
      facts: FACTS,
      policy,
      ttl_seconds: ttl,
    });
    const made: Made = JSON.parse(text);
    assert.match(String(made.url), /^http/, text);
    return made;
  }

  /** Opens the page, and sends the first option of each question, or what `instead` says. */
  async answer({ url }: Made, instead?: Record<string, string>): Promise<void> {
    const page = parse(await (await fetch(url, { headers: VISITOR })).text());
    const fields = new URLSearchParams(instead);
    const names = new Set(
      page.querySelectorAll('input[type=radio]').map((input) => input.getAttribute('name') ?? ''),
    );
    for (const name of instead === undefined ? names : []) {
      fields.set(name, page.querySelector(`input[name="${name}"]`)?.getAttribute('value') ?? '');
    }
    const answered = await fetch(url, { method: 'POST', headers: VISITOR, body: fields, redirect: 'manual' });
    assert.ok(answered.status < 400, `the answer was refused with ${answered.status}`);
    await answered.text();
  }
}

export async function begun(
  context: TestContext,
  more: Readonly<Record<string, string>> = {},
): Promise<{ directory: string; running: RunningProcess; seen: Observed }> {
  const directory = workingDirectory(context);
  writeFileSync(join(directory, 'countersign.config.json'), JSON.stringify(CONFIG));
  const running = await serving(context, directory, { ...SETTINGS, ...more });
  return { directory, running, seen: new Observed(running) };
}
