import { Buffer } from 'node:buffer';
import type { Dispatcher } from 'undici';

const MAX_BODY_BYTES = 16 * 1024;

/** What came back, or the error that came instead; null where the request was given up first. */
export type Exchanged =
  | {
      readonly status: number;
      readonly retryAfter: string | null;
      /** Its first 16 KiB. */
      readonly bytes: Uint8Array;
    }
  | { readonly error: unknown }
  | null;

/**
 * One request on its way, as undici's dispatcher tells of it. Its `request` would make a stream, an abort signal and
 * several promises for each, which cost more than the sending.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #ended: (exchanged: Exchanged) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #retryAfter: string | null = null;
  #size = 0;
  #over = false;

  /** @param ended called once. */
  constructor(ended: (exchanged: Exchanged) => void) {
    this.#ended = ended;
  }

  /** Ends it now, wherever it is: what has not begun never will. */
  giveUp(): void {
    this.#end(null);
    this.#controller?.abort(new Error('given up'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) controller.abort(new Error('given up'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    const retryAfter = headers['retry-after'];
    this.#status = status;
    this.#retryAfter = (Array.isArray(retryAfter) ? retryAfter[0] : retryAfter) ?? null;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    if (this.#size < MAX_BODY_BYTES) return;
    // The rest is not waited for.
    this.onResponseEnd();
    controller.abort(new Error('enough'));
  }

  onResponseEnd(): void {
    const bytes = Buffer.concat(this.#chunks).subarray(0, MAX_BODY_BYTES);
    this.#end({ status: this.#status, retryAfter: this.#retryAfter, bytes });
  }

  onResponseError(_controller: unknown, error: unknown): void {
    this.#end({ error });
  }

  #end(exchanged: Exchanged): void {
    if (this.#over) return;
    this.#over = true;
    this.#ended(exchanged);
  }
}
