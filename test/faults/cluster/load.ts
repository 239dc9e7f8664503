import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** What a client may try again, by the words of HTTP: the line broke, or the service said that it cannot now. */
const RETRIABLE: ReadonlySet<number> = new Set([500, 502, 503, 504]);

export type Failure = { readonly at: number; readonly what: string };

/** Bots and persons who go through whole journeys until they are told to stop, and remember what they were told. */
export class Load {
  /** Challenges whose creation was acknowledged. */
  readonly created = new Set<string>();
  /** Challenges whose answer was acknowledged. */
  readonly answered = new Set<string>();
  /** What had to be tried again, and when. */
  readonly retried: Failure[] = [];
  /** Answers that no client can make anything of. */
  readonly wrong: Failure[] = [];
  readonly #apiUrl: string;
  readonly #webUrl: string;
  readonly #key: string;
  #stopped = false;
  #walkers: readonly Promise<void>[] = [];
  #clients = 0;

  constructor(apiUrl: string, webUrl: string, key: string) {
    this.#apiUrl = apiUrl;
    this.#webUrl = webUrl;
    this.#key = key;
  }

  start(walkers: number): void {
    this.#walkers = Array.from({ length: walkers }, () => this.#walk());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#walkers);
  }

  async #walk(): Promise<void> {
    while (!this.#stopped) {
      await this.#journey();
      await pause(20);
    }
  }

  async #journey(): Promise<void> {
    this.#clients += 1;
    const body = JSON.stringify({
      client_id: String(520_000_000_000 + this.#clients),
      facts: { date_of_birth: '1980-02-03' },
      ttl_seconds: 600,
    });
    const key = randomUUID();
    const created = await this.#until(201, () =>
      fetch(`${this.#apiUrl}/v1/challenges`, {
        method: 'POST',
        body,
        headers: { ...this.#headers, 'content-type': 'application/json', 'idempotency-key': key },
        signal: AbortSignal.timeout(15_000),
      }),
    );
    if (created === null) return;
    // The API's own answer.
    const { id, url } = JSON.parse(created) as { readonly id: string; readonly url: string };
    this.created.add(id);
    const link = `${this.#webUrl}${new URL(url).pathname}`;
    const page = await this.#until(200, () => fetch(link, { signal: AbortSignal.timeout(15_000) }));
    if (page === null) return;
    const answers = new URLSearchParams();
    for (const [, name = '', value = ''] of page.matchAll(
      /type="radio"[^>]* name="(q\d+)" value="([^"]+)"/g,
    )) {
      if (!answers.has(name)) answers.set(name, value);
    }
    // An answer that arrived, and whose acknowledgement was lost, finds the link gone.
    const taken = await this.#until([303, 200, 410], () =>
      fetch(link, { method: 'POST', body: answers, redirect: 'manual', signal: AbortSignal.timeout(15_000) }),
    );
    if (taken !== null) this.answered.add(id);
  }

  /** Tries again for as long as a client may. @returns the body; null where nothing more can be done. */
  async #until(expected: number | readonly number[], ask: () => Promise<Response>): Promise<string | null> {
    const good = [expected].flat();
    for (let tries = 0; tries < 200; tries++) {
      const { status, text } = await answerOf(ask);
      if (good.includes(status)) return text;
      const what = `${status} ${text.slice(0, 200)}`;
      if (status !== 0 && !RETRIABLE.has(status) && status !== 409) {
        this.wrong.push({ at: Date.now(), what });
        return null;
      }
      this.retried.push({ at: Date.now(), what });
      await pause(100);
    }
    this.wrong.push({ at: Date.now(), what: 'never answered' });
    return null;
  }

  get #headers() {
    return { authorization: `Bearer ${this.#key}` };
  }
}

/** 0 where the line broke. */
async function answerOf(
  ask: () => Promise<Response>,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const answer = await ask();
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    return { status: 0, text: String(error) };
  }
}
