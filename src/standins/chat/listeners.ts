import type { ServerResponse } from 'node:http';

/** Whoever has the page open: each is sent the whole state anew after every change (server-sent events). */
export class Listeners {
  readonly #open = new Set<ServerResponse>();
  readonly #state: () => unknown;
  #told = '';
  #planned = false;

  constructor(state: () => unknown) {
    this.#state = state;
  }

  get none(): boolean {
    return this.#open.size === 0;
  }

  /** Keeps a response open, and sends it the state as it is. */
  add(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
    response.write(asEvent(JSON.stringify(this.#state())));
    this.#open.add(response);
    response.once('close', () => this.#open.delete(response));
  }

  /** Something may have changed. Many such calls at once send one event, and none where nothing is new. */
  tell(): void {
    if (this.#planned) return;
    this.#planned = true;
    setImmediate(() => {
      this.#planned = false;
      const state = JSON.stringify(this.#state());
      if (state === this.#told) return;
      this.#told = state;
      for (const response of this.#open) response.write(asEvent(state));
    });
  }

  close(): void {
    for (const response of this.#open) response.end();
  }
}

const asEvent = (json: string): string => `data: ${json}\n\n`;
